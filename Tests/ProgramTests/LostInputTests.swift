// What the program is told must not get lost on the way: a default that trusts would take its place.

import Foundation
import TestSupport
import Testing
import ToolSupport

@Suite struct LostInputTests {
    private static let asAnybody =
        #"{"jsonrpc":"2.0","id":1,"method":"getVoiceInterviewStats","params":{"session":{"userId":"kp_anybody"}}}"#

    /// As in a chroot, or in a sandbox.
    @Test(.enabled(if: Means.strace, "strace cannot be run here"))
    func `where proc is not mounted, the options hold all the same`() throws {
        let keys = try KeyFolder()
        let program = try Program(
            arguments: keys.options,
            under: [
                "strace", "-f", "-qq", "-o", keys.folder.file("trace"), "-P", "/proc/self/maps", "-e",
                "inject=openat:error=ENOENT",
            ])
        #expect(try program.call(Self.asAnybody).contains(#""reason":"malformed""#))
        try program.endInput()
        #expect(try program.status() == 0)
        #expect(keys.folder.names.contains("db"))
    }

    @Test(.enabled(if: Means.python, "python3 with sqlite3 cannot be run here"))
    func `without any argument, not even a name, the program does not serve`() throws {
        // Since Linux 5.18 the kernel puts an empty name in the place of none.
        let script =
            "import ctypes; libc = ctypes.CDLL(None, use_errno=True); "
            + "libc.execve(b'\(Program.path)', (ctypes.c_char_p * 1)(None), (ctypes.c_char_p * 2)(b'HOME=/tmp', None))"
        let result = try ChildProcess.run(["python3", "-c", script])
        #expect(result.status == 78)
        #expect(result.errors.contains("it is not known with which arguments"))
    }
}
