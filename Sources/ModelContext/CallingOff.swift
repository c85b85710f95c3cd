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
struct CallingOff<Context> {
    private struct Place {
        let exchange: Int
        let reply: Int
    }

    private var waiting: [[UInt8]: [Place]] = [:]
    private var calledOff: [Int: [Int: Fault?]] = [:]
    private var looked = 0

    @usableFromInline
    init() {}

    /// - Parameter cancellations: those of the last exchange, in the order of the notifications in it.
    mutating func note(_ exchanges: [Exchange<Context>], _ cancellations: [Cancellation]) {
        for index in looked..<exchanges.count {
            var rest = (index == exchanges.count - 1 ? cancellations : [])[...]
            for (place, reply) in exchanges[index].replies.enumerated() {
                if case .absent = reply.id, let method = reply.method, Cancellation.methods.contains(method) {
                    callOff(rest.popFirst())
                } else if let key = reply.id.key, reply.method != "initialize" {
                    waiting[key, default: []].append(Place(exchange: index, reply: place))
                }
            }
        }
        looked = exchanges.count
    }

    private mutating func callOff(_ cancellation: Cancellation?) {
        guard let cancellation, let key = cancellation.key else { return }
        for place in waiting.removeValue(forKey: key) ?? [] {
            calledOff[place.exchange, default: [:]][place.reply] = .some(cancellation.answer)
        }
    }

    @usableFromInline
    func carryOut(in exchanges: inout [Exchange<Context>]) {
        for (index, answers) in calledOff { exchanges[index].callOff(answers) }
    }
}
