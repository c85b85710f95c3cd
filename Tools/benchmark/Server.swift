// How the benchmark asks the programs that it measures.

internal import Glibc
internal import ToolSupport

/// Keeps this process, and those that it starts from now on, on one core: the last.
///
/// By taskset(1), because the module Glibc leaves sched_setaffinity(2) out.
func pinToOneCore() throws(Failure) {
    let last = sysconf(Int32(_SC_NPROCESSORS_ONLN)) - 1
    try LineServer(["/usr/bin/taskset", "-cp", "\(last)", "\(getpid())"]).finish()
}

extension LineServer {
    /// How long each request took, one after the other, in nanoseconds.
    func times(_ load: Load, _ requests: Range<Int>? = nil) throws -> [Int] {
        try (requests ?? 0..<load.count).map { index in
            try ask(load.bytes.span.extracting(load.range(index))) { try Answer.check($0, id: index) }
        }
    }

    /// How long it takes from before a program is started until it has answered a first request, in nanoseconds.
    static func start(_ command: [String], _ call: Call) throws -> Int {
        let load = Load([call])
        let begin = now()
        let server = try LineServer(command)
        _ = try server.times(load)
        let time = now() - begin
        try server.finish()
        return time
    }
}
