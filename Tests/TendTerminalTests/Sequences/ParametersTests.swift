import Testing

@testable import TendTerminal

/// Parameters as the lexer would fill them from `text`.
func parameters(_ text: String) -> Parameters {
    var parameters = Parameters()
    for byte in text.utf8 {
        switch byte {
        case UInt8(ascii: ";"): parameters.separator()
        case UInt8(ascii: ":"): parameters.subSeparator()
        default: parameters.digit(byte)
        }
    }
    return parameters
}

struct ParametersTests {
    @Test func `numbers are read and missing ones are told from zeros`() {
        let some = parameters("12;;0")
        #expect(some.count == 3)
        #expect(some[0] == 12)
        #expect(some[1] == nil)
        #expect(some[2] == 0)
        #expect(some[3] == nil)
        #expect(some[-1] == nil)
        #expect(some.value(1, or: 7) == 7)
        #expect(some.repetitions(2) == 1)
        #expect(some.repetitions() == 12)
    }

    @Test(arguments: [("", 0), (";", 2), (":", 1), ("0", 1), ("1;2", 2), ("1:2:3;4", 2), (";;;", 4)])
    func `parameters are counted`(text: String, count: Int) {
        #expect(parameters(text).count == count)
        #expect(parameters(text).isEmpty == text.isEmpty)
    }

    @Test func `subparameters belong to their parameter`() {
        let some = parameters("38:2::9:8:7;1;4:3")
        #expect(some.hasSubparameters)
        #expect(some.count == 3)
        #expect([some[0], some[1], some[2]] == [38, 1, 4])
        #expect((0..<4).map { some.subparameterCount(of: $0) } == [5, 0, 1, 0])
        #expect((0..<6).map { some.subparameter($0, of: 0) } == [2, nil, 9, 8, 7, nil])
        #expect(some.subparameter(0, of: 1) == nil)
        #expect(some.subparameter(0, of: 2) == 3)
        #expect(some.subparameter(-1, of: 2) == nil)
    }

    @Test func `values are clamped`() {
        #expect(parameters("65535")[0] == 65535)
        #expect(parameters("65536")[0] == 65535)
        #expect(parameters("99999999999999999999999999;5")[0] == 65535)
        #expect(parameters("99999999999999999999999999;5")[1] == 5)
    }

    @Test func `the thirty-third parameter and all after it are dropped`() {
        let many = parameters((1...40).map(String.init).joined(separator: ";"))
        #expect(many.count == 32)
        #expect(many[31] == 32)
        #expect(many[32] == nil)
        #expect(many.valueCount == 32)
    }

    @Test func `the sixty-fifth value is dropped`() {
        let many = parameters((0...99).map(String.init).joined(separator: ":"))
        #expect(many.count == 1)
        #expect(many.subparameterCount(of: 0) == 63)
        #expect(many.subparameter(62, of: 0) == 63)
        #expect(many.isSubparameter(at: 63))
    }

    @Test func `a used value is like new after a reset`() {
        var used = parameters("38:2::9:8:7;1;4:3")
        used.reset()
        #expect(used.isEmpty)
        #expect(used == Parameters())
        used.separator()
        used.digit(UInt8(ascii: "5"))
        #expect(used == parameters(";5"))
        #expect(!used.isSubparameter(at: 1))
    }

    @Test func `any bytes in any order stay within the limits`() {
        var random = SeededGenerator(seed: 1)
        for _ in 0..<2000 {
            var some = Parameters()
            for _ in 0..<Int.random(in: 0..<120, using: &random) {
                switch Int.random(in: 0..<4, using: &random) {
                case 0: some.separator()
                case 1: some.subSeparator()
                default: some.digit(UInt8.random(in: 0...255, using: &random))
                }
            }
            #expect(some.count <= Parameters.parameterLimit)
            #expect(some.valueCount <= Parameters.valueLimit)
            for index in -2..<70 {
                _ = some[index]
                _ = some.number(at: index)
                _ = some.rawValue(at: index)
                #expect(some.subparameterCount(of: index) < Parameters.valueLimit)
            }
        }
    }
}
