// The log lines of service events: their levels, messages and fields.

internal import InterviewMethods
internal import Logging

extension Logger {
    func log(_ event: ServiceEvent) {
        switch event {
        case .request(let request):
            log(level: request.level, request.message, metadata: request.fields)
        case .committed(let requests, let duration):
            log(
                level: duration >= .slow ? .notice : .debug, duration >= .slow ? "slow commit" : "commit",
                metadata: ["requests": .stringConvertible(requests), "durationMs": duration.inMilliseconds])
        case .internalError(let reference, let cause):
            error("internal error", metadata: ["reference": "\(reference)", "cause": "\(cause)"])
        case .outcomeUnknown(let cause):
            critical("the disk failed while storing", metadata: ["cause": "\(cause)"])
        case .webhookRejected(let vendor, let reason):
            warning("webhook rejected", metadata: ["vendor": "\(vendor)", "reason": "\(reason)"])
        case .modelFailed(let reason, let httpStatus, let curlStatus):
            var fields: Logger.Metadata = ["reason": "\(reason)"]
            fields["httpStatus"] = httpStatus.map { .stringConvertible($0) }
            fields["curlStatus"] = curlStatus.map { .stringConvertible($0) }
            warning("the model failed", metadata: fields)
        case .responsesIgnored(let count):
            notice("a response to no request was ignored", metadata: ["count": .stringConvertible(count)])
        }
    }

    /// - Parameter reason: why the program ends, such as "signal".
    func logEnd(_ reason: String, _ facts: @autoclosure () -> Logger.Metadata) {
        info("stopped", metadata: facts().merging(["reason": "\(reason)"]) { $1 })
        StandardError.shared.flush()
    }
}

extension RequestRecord {
    fileprivate var level: Logger.Level {
        refusedSession != nil ? .warning : isSlow || isIgnoredNotification ? .notice : .debug
    }

    fileprivate var message: Logger.Message {
        refusedSession != nil
            ? "session refused" : isIgnoredNotification ? "notification ignored" : isSlow ? "slow request" : "request"
    }

    fileprivate var fields: Logger.Metadata {
        var fields: Logger.Metadata = ["outcome": "\(outcome)", "durationMs": duration.inMilliseconds]
        fields["method"] = method.map { "\($0)" }
        fields["reason"] = refusedSession.map { "\($0)" }
        fields["batchSize"] = batchSize.map { .stringConvertible($0) }
        switch id {
        case .integer(let id): fields["id"] = .stringConvertible(id)
        case .text(let id): fields["id"] = "\(id)"
        case nil: break
        }
        return fields
    }
}

extension Duration {
    /// In milliseconds with three decimals.
    fileprivate var inMilliseconds: Logger.MetadataValue {
        .stringConvertible((self / .microseconds(1)).rounded() / 1_000)
    }
}
