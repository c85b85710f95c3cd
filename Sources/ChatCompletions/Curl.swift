// The program curl: where it is, and what it is told.

internal import Glibc

/// The program that speaks HTTP for this module.
public struct Curl: Sendable {
    let path: String
    let environment: [String]

    /// - Parameters:
    ///   - path: absolute.
    ///   - environment: all of the environment of the program: it decides about proxies and certificates.
    public init(at path: String, environment: [(name: String, value: String)]) {
        self.path = path
        self.environment = environment.map { "\($0.name)=\($0.value)" }
    }

    /// Looks for an executable file `curl`.
    /// - Parameter searchPath: the value of `PATH`. Only its absolute folders are searched.
    public static func path(in searchPath: String) -> String? {
        searchPath.split(separator: ":").lazy.filter { $0.hasPrefix("/") }.map { "\($0)/curl" }.first { path in
            var traits = stat()
            return unsafe stat(path, &traits) == 0 && traits.st_mode & S_IFMT == S_IFREG && access(path, X_OK) == 0
        }
    }

    /// `-q` must be the first: a `.curlrc` is not read then. All else is in the configuration, because every user of the
    /// machine can read the arguments.
    static let arguments = ["curl", "-q", "--config", "-"]

    /// The descriptor from which curl reads the body of the request.
    static let contentDescriptor: Int32 = 3
}

extension Curl {
    /// The configuration of one request.
    /// - Parameter seconds: the longest time that curl works, should this process be killed meanwhile.
    static func configuration(_ url: ModelURL, _ key: ModelKey?, atMost seconds: Int) -> [UInt8] {
        var lines = [
            option("url", url.text + "/chat/completions"),
            option("header", "Content-Type: application/json"),
            // Without it, curl waits up to a second for a permission to send a large body.
            option("header", "Expect:"),
            option("data-binary", "@/dev/fd/\(contentDescriptor)"),
            option("max-time", "\(seconds)"),
            option("proto", "=http,https"),
            option("dump-header", "/dev/fd/\(STDERR_FILENO)"),
            "suppress-connect-headers", "silent", "globoff",
        ]
        // A proxy, and its own loopback interface, cannot be meant; what is said would leave the machine.
        if url.isOnThisMachine { lines.append(option("noproxy", "*")) }
        if let key { lines.append(option("header", "Authorization: Bearer \(key.text)")) }
        return lines.flatMap { Array($0.utf8) + [UInt8(ascii: "\n")] }
    }

    /// A line of the configuration. Within quotes, the backslash and the quote are escaped (curl(1), `--config`);
    /// neither `ModelURL` nor `ModelKey` contains control characters.
    private static func option(_ name: String, _ value: String) -> String {
        let escaped = value.unicodeScalars.reduce(into: "") { result, scalar in
            if scalar == "\"" || scalar == "\\" { result += "\\" }
            result.unicodeScalars.append(scalar)
        }
        return "\(name) = \"\(escaped)\""
    }
}
