// Reads the arguments of a call by the parameters that its method declares.

public import JSON

/// The parameters of a method, which a call passes by name or by position (JSON-RPC 2.0 §4.2).
@usableFromInline
final class ParameterLayout: Sendable {
    /// The names of the parameters in declared order, without the caller's.
    let names: [String]

    /// Whether each of these parameters accepts unpaired surrogates, in the same order.
    let unpairedSurrogates: [UnpairedSurrogates]
    let callerName: String?

    /// The names of all parameters, the caller's last.
    let members: MemberNames

    /// For each position in an array of arguments, the index of the parameter's name in `members`.
    let positions: [Int]

    /// The number of positions before the first of `names`: 1 if the caller's parameter is passed by position, or else
    /// 0.
    let shift: Int

    @usableFromInline
    init(_ names: [String], _ unpairedSurrogates: [UnpairedSurrogates], caller callerParameter: CallerParameterPlace?) {
        self.names = names
        self.unpairedSurrogates = unpairedSurrogates
        callerName = callerParameter?.name
        members = MemberNames(names + [callerParameter?.name].compactMap(\.self))
        switch callerParameter {
        case .first: shift = 1
        case .named, nil: shift = 0
        }
        positions = (shift == 0 ? [] : [names.count]) + names.indices
    }

    @inlinable
    convenience init<each Value>(of parameters: repeat Parameter<each Value>, caller: CallerParameterPlace?) {
        var names: [String] = []
        var unpairedSurrogates: [UnpairedSurrogates] = []
        for parameter in repeat each parameters {
            names.append(parameter.property.name)
            unpairedSurrogates.append(parameter.unpairedSurrogates)
        }
        self.init(names, unpairedSurrogates, caller: caller)
    }

    /// What is wrong with a parameter of another name. Made when it is needed: to join the names takes a tenth of a start.
    var unknown: String {
        let accepted = positions.map { members.names[$0] }.joined(separator: ", ")
        return "is not a parameter of this method, which takes \(accepted.isEmpty ? "none" : accepted)"
    }

    /// The name or the position in `params` of the parameter with this index.
    func place(_ index: Int, isPositional: Bool) -> Problems.Token {
        isPositional ? .index(index + shift) : .name(names[index])
    }

    /// The same fault, whose problems name the parameters by position if the call passes them so.
    @usableFromInline
    func located(_ fault: Fault, in params: JSONSlice?) -> Fault {
        guard params?.kind == .array else { return fault }
        return fault.mappingProblems { problem in
            guard let index = names.firstIndex(of: String(problem.path.dropFirst())) else { return problem }
            return Problem(path: place(index, isPositional: true).pointer, reason: problem.reason)
        }
    }
}

/// The arguments of one call, read one after another in the declared order of the parameters. An argument without a
/// parameter is a problem.
@usableFromInline
struct Arguments: ~Copyable {
    private let layout: ParameterLayout
    private let values: ExpectedMembers
    private var isCallerRepeated = false
    private let isPositional: Bool
    @usableFromInline var problems = Problems()
    private var index = 0

    /// - Parameter params: an object, an array, or nil.
    @usableFromInline
    init(_ params: JSONSlice?, _ layout: ParameterLayout) {
        self.layout = layout
        isPositional = params?.kind == .array
        guard let params else {
            values = ExpectedMembers()
            return
        }
        values = isPositional ? params.elements(at: layout.positions) : params.members(among: layout.members)
        if values.otherCount > 0 || values.mayRepeat || params.hasUnpairedSurrogate { noteMisfits(params) }
    }

    // MARK: - Reading

    /// The argument for the caller's parameter.
    /// - Throws: if it is a duplicate member. Other problems are not reported then, because the caller is not known.
    @usableFromInline
    func callerValue() throws(Fault) -> JSONSlice? {
        guard let name = layout.callerName else { return nil }
        guard isCallerRepeated else { return values[layout.names.count] }
        throw .invalidParams([Problem(path: "/" + name, reason: "is a duplicate member")])
    }

    /// Reads the argument of the next parameter.
    /// - Throws: if it is not acceptable; its problems are recorded.
    @inlinable @inline(__always)
    mutating func read<Value>(_ read: Parameter<Value>.Read) throws(Unacceptable) -> Value {
        let (value, index) = next()
        let count = problems.all.count
        do throws(Unacceptable) {
            return try read(value, &problems)
        } catch {
            locateProblems(from: count, at: index)
            throw error
        }
    }

    /// Reads the argument of the next parameter only to record its problems.
    @inlinable
    mutating func check<Value>(_ read: Parameter<Value>.Read) {
        do throws(Unacceptable) { _ = try self.read(read) } catch {}
    }

    @usableFromInline
    mutating func next() -> (value: JSONSlice?, index: Int) {
        defer { index += 1 }
        return (values[index], index)
    }

    @usableFromInline
    mutating func locateProblems(from count: Int, at index: Int) {
        problems.prefix(from: count, with: layout.place(index, isPositional: isPositional))
    }

    @usableFromInline
    func requireNoProblems() throws(Fault) {
        guard problems.all.isEmpty else { throw .invalidParams(problems.all) }
    }

    // MARK: - Unknown, duplicate and surplus arguments

    private mutating func noteMisfits(_ params: JSONSlice) {
        if isPositional { noteMisfits(amongElements: params.elements) } else { noteMisfits(amongMembers: params) }
        // Beyond the problems that are reported, nothing is looked for: a line has room for a million members.
        guard !isPositional, values.mayRepeat, !problems.isFull else { return }
        for repeated in params.repeatedNames {
            isCallerRepeated = isCallerRepeated || repeated == layout.callerName
            problems.within(.name(repeated)) { $0.note("is a duplicate member") }
        }
    }

    private mutating func noteMisfits(amongElements elements: JSONElements) {
        let maximum = layout.positions.count
        for (position, element) in elements.enumerated() {
            if position < maximum {
                noteUnpairedSurrogates(in: element, of: layout.positions[position])
            } else {
                guard !problems.isFull else { return }
                let reason = "is one parameter too many: by position this method takes at most \(maximum)"
                problems.within(.index(position)) { $0.note(reason) }
            }
        }
    }

    private mutating func noteMisfits(amongMembers params: JSONSlice) {
        for (name, value) in params.members {
            guard !problems.isFull else { return }
            if let place = layout.members.index(of: name) {
                noteUnpairedSurrogates(in: value, of: place)
            } else if name.isString("_meta") {
                noteUnpairedSurrogates(in: value, .name("_meta"))
            } else {
                noteUnknown(name)
            }
        }
    }

    private mutating func noteUnknown(_ name: JSONSlice) {
        problems.within(.name(name.string ?? "")) { $0.note(layout.unknown) }
    }

    /// - Parameter place: the index of the parameter. The caller's is skipped, because it checks its value itself.
    private mutating func noteUnpairedSurrogates(in value: JSONSlice, of place: Int) {
        guard place < layout.names.count, layout.unpairedSurrogates[place] == .refused else { return }
        noteUnpairedSurrogates(in: value, layout.place(place, isPositional: isPositional))
    }

    /// In an array, each element that contains one is reported.
    private mutating func noteUnpairedSurrogates(in value: JSONSlice, _ place: Problems.Token) {
        guard value.hasUnpairedSurrogate else { return }
        problems.within(place) { problems in
            guard value.kind == .array else { return problems.note("must not contain an unpaired surrogate") }
            for (index, element) in value.elements.enumerated() where element.hasUnpairedSurrogate {
                problems.within(.index(index)) { $0.note("must not contain an unpaired surrogate") }
            }
        }
    }
}
