// Logs, on standard error only: a line for people, or a JSON object for programs.

public import ArgumentParser
internal import Interviews
internal import JSON
public import Logging

enum LogFormat: String, CaseIterable, ExpressibleByArgument {
    case text, json
}

extension Logger.Level: @retroactive ExpressibleByArgument {}

struct LogHandler: Logging.LogHandler {
    var logLevel: Logger.Level
    var metadata: Logger.Metadata = [:]
    let format: LogFormat

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
        let time = Instant.now.description
        let fields = metadata.merging(event.metadata ?? [:]) { $1 }.sorted { $0.key < $1.key }
        switch format {
        case .json:
            var writer = JSONWriter()
            writer.beginObject()
            for (name, value) in [
                ("time", time), ("level", event.level.rawValue), ("message", event.message.description),
            ] {
                writer.name(name)
                writer.string(value)
            }
            for (name, value) in fields {
                writer.name(name)
                writer.string("\(value)")
            }
            writer.endObject()
            writeToStandardError(String(decoding: writer.bytes, as: UTF8.self) + "\n")
        case .text:
            let texts = fields.map { " \($0.key)=\(Self.quoted("\($0.value)"))" }
            writeToStandardError("\(time) \(event.level.rawValue) \(event.message)\(texts.joined())\n")
        }
    }

    /// Spaces and control characters in a value must not look like the log's own.
    private static func quoted(_ text: String) -> String {
        let isPlain = text.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F && $0 != UInt8(ascii: "\"") }
        guard !isPlain || text.isEmpty else { return text }
        var writer = JSONWriter()
        writer.string(text)
        return String(decoding: writer.bytes, as: UTF8.self)
    }
}
