// `describe`: prints the OpenRPC document or the reference of the methods.

internal import ArgumentParser
internal import InterviewMethods
internal import JSON
internal import JSONRPC

struct Describe: ParsableCommand {
    enum Form: String, CaseIterable, ExpressibleByArgument {
        case openrpc, reference
    }

    static let configuration = CommandConfiguration(
        abstract:
            "Print a description of the methods, for trusted sessions: 'openrpc' in JSON, 'reference' in Markdown."
    )

    @Argument(help: "openrpc or reference.")
    var form: Form

    func run() throws {
        let table = InterviewTable(.trusted)
        switch form {
        case .openrpc:
            var writer = JSONWriter()
            table.document.write(to: &writer)
            try writeToStandardOutput(String(decoding: writer.bytes, as: UTF8.self) + "\n")
        case .reference:
            try writeToStandardOutput(table.reference.text)
        }
    }
}
