// Threads in addition to the one that answers.

internal import Glibc

/// Runs `body` on a detached thread.
func startThread(_ body: @escaping @Sendable () -> Void) {
    final class Work {
        let body: @Sendable () -> Void
        init(_ body: @escaping @Sendable () -> Void) { self.body = body }
    }
    let work = unsafe Unmanaged.passRetained(Work(body)).toOpaque()
    var thread = pthread_t()
    // The thread takes ownership of the reference.
    let failure = unsafe pthread_create(
        &thread, nil,
        { work in
            if let work = unsafe work { unsafe Unmanaged<Work>.fromOpaque(work).takeRetainedValue().body() }
            return nil
        }, work)
    precondition(failure == 0, "the system has a thread left for the program")
    pthread_detach(thread)
}
