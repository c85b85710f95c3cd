// The text of `--help` for the program.

internal import ArgumentParser

enum Help {
    /// - Parameter commands: the commands other than `serve`.
    static func text(_ commands: [VoiceInterviews.Command]) -> String {
        let options = ServeOptions.table.map { option in
            entry("--" + option.name + (option.value.map { " <\($0)>" } ?? ""), option.help())
        }
        let named = commands.map { entry($0.rawValue, $0.type.configuration.abstract) }
        return """
            Stores practice job interviews in an SQLite database, and serves JSON-RPC 2.0 on
            standard input and output.

            USAGE: voice-interviews [serve] [OPTIONS]
                   voice-interviews COMMAND ...

            OPTIONS:
            \(options.joined())\
            \(entry("--version", "Show the versions of the program and of SQLite."))\
            \(entry("-h, --help", "Show help; with a command, the help of that command."))
            With --jwks and VOICE_INTERVIEWS_TOKEN, only the user of that token is served.

            COMMANDS:
            \(entry("serve (default)", Serve.abstract))\
            \(named.joined())
            """
    }

    /// A name with its description, in lines of up to 80 characters.
    private static func entry(_ name: String, _ sentence: String) -> String {
        let margin = String(repeating: " ", count: 26)
        var lines = ["  " + name]
        if lines[0].count < margin.count { lines[0] += margin.dropFirst(lines[0].count) } else { lines.append(margin) }
        for word in sentence.split(separator: " ") {
            let line = lines[lines.count - 1]
            if line.count + word.count + 1 > 80 {
                lines.append(margin + word)
            } else {
                lines[lines.count - 1] += line.count > margin.count ? " " + word : word
            }
        }
        return lines.joined(separator: "\n") + "\n"
    }
}
