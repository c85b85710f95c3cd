// Child processes: what they are given, what they print, how they end.

import Glibc
import Testing
import ToolSupport

@Suite struct ChildProcessTests {
    @Test func `a command that has ended has its status and both its outputs`() throws {
        let result = try ChildProcess.run(
            ["sh", "-c", "echo \"$1 $WORD\"; echo two >&2; exit 3", "sh", "one"], environment: ["WORD": "word"])
        #expect(result.status == 3 && result.output == "one word\n" && result.errors == "two\n")
    }

    @Test func `more than a pipe holds is read on both outputs`() throws {
        let result = try ChildProcess.run(["sh", "-c", "head -c 300000 /dev/zero >&2; head -c 300000 /dev/zero"])
        #expect(result.status == 0 && result.output.utf8.count == 300_000 && result.errors.utf8.count == 300_000)
    }

    @Test func `a program that there is not is a failure that names it`() {
        #expect {
            try ChildProcess(["/nowhere"])
        } throws: { error in
            (error as? Failure)?.description == "/nowhere: No such file or directory"
        }
    }

    @Test func `a process over pipes answers, and inherits no pipe of another`() throws {
        let (first, second) = (try PipedProcess(["cat"]), try PipedProcess(["cat"]))
        for cat in [first, second] {
            #expect(unsafe write(cat.input, "hello\n", 6) == 6)
            var answer = [UInt8](repeating: 0, count: 7)
            #expect(unsafe read(cat.output, &answer, 7) == 6 && answer.starts(with: "hello\n".utf8))
        }
        // It ends although the second, which has been started after its pipes were made, still runs.
        close(first.input)
        #expect(first.process.status() == 0)
        #expect(second.process.statusIfEnded() == nil)
        #expect(try second.process.peakMemory() > 0)
        second.process.signal(SIGKILL)
        #expect(second.process.status() == -SIGKILL)
        for descriptor in [first.output, second.input, second.output] { close(descriptor) }
    }
}
