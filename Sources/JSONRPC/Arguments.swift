// What a call gives for the parameters that its method declares.

internal import JSON

/// The arguments of one call, each beside the parameter it is for; what fits nowhere is a problem.
struct Arguments: Sendable {
    /// In declared order, without the gate's.
    private(set) var values: [JSONSlice?]
    private(set) var gateValue: JSONSlice?
    private(set) var problems = Problems()
    private var isGateRepeated = false
    private let names: [String]
    private let gate: GatePlace?
    private let isPositional: Bool

    /// - Parameters:
    ///   - params: an object, an array, or nil.
    ///   - names: the declared parameters, without the gate's.
    init(_ params: JSONSlice?, names: [String], gate: GatePlace?) {
        self.names = names
        self.gate = gate
        values = Array(repeating: nil, count: names.count)
        isPositional = params?.kind == .array
        guard let params else { return }
        if isPositional { bind(elements: params.elements) } else { bind(members: params) }
    }

    /// How many places the gate takes before the others.
    private var shift: Int {
        switch gate {
        case .first: 1
        case .named, nil: 0
        }
    }

    private mutating func bind(elements: JSONElements) {
        for (position, element) in elements.enumerated() {
            let index = position - shift
            if index < 0 {
                gateValue = element
            } else if index < names.count {
                bind(element, to: index)
            } else {
                let reason = "is one too many: by position this method takes at most \(names.count + shift)"
                problems.within(.index(position)) { $0.note(reason) }
            }
        }
    }

    private mutating func bind(members params: JSONSlice) {
        for (name, value) in params.members {
            if let gate, name.isString(gate.name) {
                gateValue = value
            } else if let index = names.firstIndex(where: name.isString) {
                bind(value, to: index)
            } else if name.isString("_meta") {
                noteUnpairedSurrogates(in: value, .name("_meta"))
            } else {
                let accepted = ([gate?.name].compactMap(\.self) + names).joined(separator: ", ")
                let reason = "is not a parameter of this method, which takes \(accepted.isEmpty ? "none" : accepted)"
                problems.within(.name(name.string ?? "")) { $0.note(reason) }
            }
        }
        for repeated in params.repeatedNames {
            isGateRepeated = isGateRepeated || repeated == gate?.name
            problems.within(.name(repeated)) { $0.note("must not be given twice") }
        }
    }

    private mutating func bind(_ value: JSONSlice, to index: Int) {
        values[index] = value
        noteUnpairedSurrogates(in: value, place(index))
    }

    /// Of an array, the elements are named in which they stand.
    private mutating func noteUnpairedSurrogates(in value: JSONSlice, _ place: Problems.Token) {
        guard value.hasUnpairedSurrogate else { return }
        problems.within(place) { problems in
            guard value.kind == .array else { return problems.note("must not hold an unpaired surrogate") }
            for (index, element) in value.elements.enumerated() where element.hasUnpairedSurrogate {
                problems.within(.index(index)) { $0.note("must not hold an unpaired surrogate") }
            }
        }
    }

    /// Who is named twice is not known, and learns nothing about the other parameters.
    func requireOneGate() throws(Fault) {
        guard let gate, isGateRepeated else { return }
        throw .invalidParams([Problem(path: "/" + gate.name, reason: "must not be given twice")])
    }

    /// Where the parameter of this index stands, or would stand, in `params`.
    func place(_ index: Int) -> Problems.Token {
        isPositional ? .index(index + shift) : .name(names[index])
    }

    /// The same fault, with the paths of its problems, which name parameters, as this call has given them.
    func located(_ fault: Fault) -> Fault {
        guard isPositional else { return fault }
        return fault.mappingProblems { problem in
            guard let index = names.firstIndex(of: String(problem.path.dropFirst())) else { return problem }
            return Problem(path: place(index).pointer, reason: problem.reason)
        }
    }
}

/// Reads the arguments of a call one after another, in declared order, gathering every problem.
struct ArgumentReader {
    private let arguments: Arguments
    private var index = 0
    private var problems: Problems

    init(_ arguments: Arguments) {
        self.arguments = arguments
        problems = arguments.problems
    }

    mutating func read<Value>(_ parameter: Parameter<Value>) -> Value? {
        defer { index += 1 }
        return problems.within(arguments.place(index)) { parameter.read(arguments.values[index], &$0) }
    }

    func finish() throws(Fault) {
        guard problems.all.isEmpty else { throw .invalidParams(problems.all) }
    }
}
