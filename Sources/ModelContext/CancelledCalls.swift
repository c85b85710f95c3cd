// Which of the requests that arrived together are called off by notifications behind them.

internal import JSON
public import JSONRPC

/// A wish that an earlier request be called off.
struct Cancellation {
    /// What the request's id must be; nil where it can be none.
    let key: [UInt8]?

    /// How the request is answered then; nil if not at all.
    let answer: Fault?

    init(_ id: JSONSlice?, answer: Fault?) {
        key = id?.scalarKey
        self.answer = answer
    }

    /// The notifications that wish so: the Model Context Protocol's, and the one of the Language Server Protocol.
    static let methods = ["notifications/cancelled", "$/cancelRequest"]
}

/// Finds what is called off, each exchange looked at once, however many wishes there are.
@usableFromInline
struct CancelledCalls<Context> {
    private struct Place {
        let request: Int
        let pending: Int
    }

    private var waiting: [[UInt8]: [Place]] = [:]
    private var cancelled: [Int: [Int: Fault?]] = [:]
    private var looked = 0

    @usableFromInline
    init() {}

    /// - Parameter cancellations: those of the last exchange, in the order of the notifications in it.
    mutating func note(_ requests: [LineRequest<Context>], _ cancellations: [Cancellation]) {
        for index in looked..<requests.count {
            var rest = (index == requests.count - 1 ? cancellations : [])[...]
            for (place, pending) in requests[index].calls.enumerated() {
                if case .absent = pending.id, let method = pending.method, Cancellation.methods.contains(method) {
                    cancel(rest.popFirst())
                } else if let key = pending.id.key, pending.method != "initialize" {
                    waiting[key, default: []].append(Place(request: index, pending: place))
                }
            }
        }
        looked = requests.count
    }

    private mutating func cancel(_ cancellation: Cancellation?) {
        guard let cancellation, let key = cancellation.key else { return }
        for place in waiting.removeValue(forKey: key) ?? [] {
            cancelled[place.request, default: [:]][place.pending] = .some(cancellation.answer)
        }
    }

    @usableFromInline
    func carryOut(in requests: inout [LineRequest<Context>]) {
        for (index, answers) in cancelled { requests[index].cancel(answers) }
    }
}
