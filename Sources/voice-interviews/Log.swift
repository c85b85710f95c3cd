// The log on standard error: text lines for people, or JSON objects for programs.

internal import Insight
internal import Interviews
internal import Logging

enum LogFormat: String, CaseIterable {
    case text, json
}

struct LogHandler: Logging.LogHandler {
    var logLevel: Logger.Level
    var metadata: Logger.Metadata = [:]
    let format: LogFormat

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
        let fields = metadata.merging(event.metadata ?? [:]) { $1 }.sorted { $0.key < $1.key }
        StandardError.shared.write(line(event.level, event.message.description, fields)) { lost in
            line(.warning, "log lines were lost: nobody read them", [("count", .stringConvertible(lost))])
        }
    }

    private func line(
        _ level: Logger.Level, _ message: String, _ fields: [(key: String, value: Logger.MetadataValue)]
    ) -> String {
        let time = Instant.now.description
        switch format {
        case .json:
            let members = fields.map { ",\"\($0.key)\":\($0.value.json)" }.joined()
            return "{\"time\":\"\(time)\",\"level\":\"\(level.rawValue)\",\"message\":\(quoted(message))\(members)}\n"
        case .text:
            let texts = fields.map { " \($0.key)=\($0.value.text)" }.joined()
            return "\(time) \(level.rawValue) \(message)\(texts)\n"
        }
    }
}

extension Logger.MetadataValue {
    /// Numbers are written as numbers, all other values as strings.
    fileprivate var json: String {
        switch self {
        case .stringConvertible(let number as Int): "\(number)"
        case .stringConvertible(let number as Double): "\(number)"
        case .string, .stringConvertible, .array, .dictionary: quoted("\(self)")
        }
    }

    /// Quoted unless it consists of printable ASCII characters other than space and quotation mark.
    fileprivate var text: String {
        let text = "\(self)"
        let isPlain = text.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F && $0 != UInt8(ascii: "\"") }
        return isPlain && !text.isEmpty ? text : quoted(text)
    }
}

/// The greatest length of a value in the log, in Unicode scalars.
private let maximumShownScalars = 1_000

/// A JSON string that cannot control a terminal or begin a new line.
private func quoted(_ text: String) -> String {
    let shown = text.unicodeScalars.prefix(maximumShownScalars)
    return "\"" + harmless(String(shown), escaping: "\"\\") + (shown.endIndex < text.endIndex ? "…\"" : "\"")
}

/// Escapes control, format and other invisible characters, as in JSON strings.
/// - Parameter others: ASCII characters that are escaped with a backslash.
func harmless(_ text: String, escaping others: String = "") -> String {
    var result = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
        if others.unicodeScalars.contains(scalar) {
            result += ["\\", scalar]
        } else if scalar.isShown {
            result.append(scalar)
        } else {
            for unit in String(scalar).utf16 {
                let digits = String(unit, radix: 16)
                result += ("\\u" + String(repeating: "0", count: 4 - digits.count) + digits).unicodeScalars
            }
        }
    }
    return String(result)
}

extension Unicode.Scalar {
    fileprivate var isShown: Bool {
        switch properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .privateUse, .unassigned: false
        default: true
        }
    }
}
