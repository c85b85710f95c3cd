// All options reach the program, however it is started; without them it would trust every caller.

import Foundation
import TestSupport
import Testing
import ToolSupport

@Suite struct LostInputTests {
    private static let asAnybody =
        #"{"jsonrpc":"2.0","id":1,"method":"getVoiceInterviewStats","params":{"session":{"userId":"kp_anybody"}}}"#

    /// /proc is not mounted in a chroot or a sandbox.
    @Test(.enabled(if: Means.strace, "strace cannot be run here"))
    func `options are read if /proc is not mounted`() throws {
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
    func `without any argument, not even a name, the program refuses to serve`() throws {
        // Since Linux 5.18 the kernel passes an empty name instead of none.
        let script =
            "import ctypes; libc = ctypes.CDLL(None, use_errno=True); "
            + "libc.execve(b'\(Program.path)', (ctypes.c_char_p * 1)(None), (ctypes.c_char_p * 2)(b'HOME=/tmp', None))"
        let result = try ChildProcess.run(["python3", "-c", script])
        #expect(result.status == 78)
        #expect(result.errors.contains("the system passed no arguments"))
    }
}
