// The arguments that the process was started with.

internal import CSystem

enum ProcessArguments {
    /// The arguments behind the program's name.
    ///
    /// They come from the loader: `CommandLine` has none where /proc is not mounted, and a program that then served with
    /// its defaults would trust whom `--jwks` was to check.
    /// - Throws: if there are none, not even a name; if one is not UTF-8, which would reach the program repaired, as
    ///   another path or another user.
    static func all() throws(ExitError) -> [String] {
        let count = process_argument_count()
        // Since Linux 5.18 the kernel puts an empty name in the place of none.
        let isNamed = unsafe process_argument(0).map { unsafe $0.pointee != 0 } == true
        guard count > 1 || isNamed else {
            throw ExitError(
                status: .configuration, sentence: "the system passed no arguments, not even the program's name.")
        }
        var arguments: [String] = []
        for index in 1..<max(count, 1) {
            // The loader ends each argument with a zero byte.
            let argument = unsafe process_argument(index).flatMap { unsafe String(validatingCString: $0) }
            guard let argument else { throw ExitError(status: .usage, sentence: "argument \(index) is not UTF-8.") }
            arguments.append(argument)
        }
        return arguments
    }
}
