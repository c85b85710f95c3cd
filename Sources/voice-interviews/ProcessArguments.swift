// The command-line arguments of the process.

internal import CSystem

enum ProcessArguments {
    /// The arguments after the program's name.
    ///
    /// They come from the loader: `CommandLine` is empty if /proc is not mounted, and a server without its options
    /// would trust callers whom `--jwks` should verify.
    /// - Throws: if there are no arguments, not even a name; if one is not UTF-8, because a repaired argument could
    ///   name another path or another user.
    static func all() throws(ExitError) -> [String] {
        let count = process_argument_count()
        // Since Linux 5.18 the kernel passes an empty name instead of none.
        let isNamed = unsafe process_argument(0).map { unsafe $0.pointee != 0 } == true
        guard count > 1 || isNamed else {
            throw ExitError(
                status: .configuration, sentence: "the system passed no arguments, not even the program's name.")
        }
        var arguments: [String] = []
        for index in 1..<max(count, 1) {
            // The loader terminates each argument with a zero byte.
            let argument = unsafe process_argument(index).flatMap { unsafe String(validatingCString: $0) }
            guard let argument else { throw ExitError(status: .usage, sentence: "argument \(index) is not UTF-8.") }
            arguments.append(argument)
        }
        return arguments
    }
}
