// A disk whose power can be cut: ext4 on a loop device, which the kernel shuts down on demand.

internal import Glibc
internal import ToolSupport

/// Why there is no such disk here.
struct NoDisk: Error {
    let reason: String
}

/// Mounted where only this process and its children see it: when they are gone, however they went, so is the mount.
final class Disk {
    private let image: String
    let path: String
    private(set) var power = Power(descriptor: -1)

    init(in folder: TemporaryFolder) throws(NoDisk) {
        image = folder.file("disk")
        path = folder.file("mounted")
        guard geteuid() == 0 else { throw NoDisk(reason: "only root can mount a file system.") }
        guard leaveMountNamespace(), unsafe mount(nil, "/", nil, UInt(MS_REC | MS_PRIVATE), nil) == 0 else {
            throw NoDisk(reason: "there are no mount namespaces here.")
        }
        let descriptor = unsafe open(image, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        defer { close(descriptor) }
        guard descriptor >= 0, ftruncate(descriptor, 256 << 20) == 0, unsafe mkdir(path, 0o700) == 0 else {
            throw NoDisk(reason: "\(folder.path) cannot be written.")
        }
        if let complaint = complaint(of: "mkfs.ext4", "-q", "-F", image) ?? mountImage() {
            throw NoDisk(reason: complaint)
        }
    }

    private func mountImage() -> String? {
        if let complaint = complaint(of: "mount", "-o", "loop", image, path) { return complaint }
        power = Power(descriptor: unsafe open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC))
        return nil
    }

    func unmount() -> String? {
        close(power.descriptor)
        return complaint(of: "umount", path)
    }

    /// Gives the disk its power back.
    func remount() throws(Violation) {
        if let complaint = unmount() ?? mountImage() { throw .fault(complaint) }
    }
}

/// The power of a disk, by a descriptor of its root.
struct Power {
    /// `EXT4_IOC_SHUTDOWN` (Linux, fs/ext4/ext4.h), as `_IOR('X', 125, __u32)` makes it.
    private static let shutdown: UInt = 0x8004_587D

    /// `EXT4_GOING_FLAGS_NOLOGFLUSH`: what was not written yet, the journal included, is lost.
    private static let withoutFlush: UInt32 = 2

    fileprivate let descriptor: Int32

    /// Nothing reaches the disk from now on.
    func cut() {
        var flags = Self.withoutFlush
        let outcome = unsafe ioctl(descriptor, Self.shutdown, &flags)
        precondition(outcome == 0, "an ext4 that is mounted can be shut down")
    }
}

/// Runs a system command to its end.
/// - Returns: what it printed on standard error if it failed; nil if all went well.
private func complaint(of arguments: String...) -> String? {
    do throws(Failure) {
        let result = try ChildProcess.run(arguments)
        return result.status == 0 ? nil : "\(arguments[0]) failed: \(result.errors)"
    } catch {
        return "\(arguments[0]) cannot be started"
    }
}

/// unshare(2) with `CLONE_NEWNS`, which Swift does not see.
private func leaveMountNamespace() -> Bool {
    typealias Unshare = @convention(c) (_ flags: Int32) -> Int32
    guard let symbol = unsafe dlsym(dlopen(nil, RTLD_NOW), "unshare") else { return false }
    // As sched.h declares it.
    return unsafe unsafeBitCast(symbol, to: Unshare.self)(0x0002_0000) == 0
}
