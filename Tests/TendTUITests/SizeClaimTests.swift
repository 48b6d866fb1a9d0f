import TendScreen
import Testing

@testable import TendTUI

struct SizeClaimTests {
    private let here = Size(rows: 24, columns: 80)
    private let there = Size(rows: 40, columns: 120)

    @Test func `attaching takes the size`() {
        var claim = SizeClaim(terminal: here)
        #expect(claim.take() == here)
        claim.show(there)  // The first frame may be older than the request.
        claim.show(here)
        #expect(claim.isOwner)
        #expect(claim.take() == nil)
    }

    @Test func `typing takes the size back from another client`() {
        var claim = SizeClaim(terminal: here)
        _ = claim.take()
        claim.show(here)
        claim.show(there)
        #expect(!claim.isOwner)
        #expect(claim.take() == here)
        #expect(claim.take() == nil, "it is under way")
    }

    @Test func `only the owner's session follows its terminal`() {
        var claim = SizeClaim(terminal: here)
        _ = claim.take()
        claim.show(here)
        let wider = Size(rows: 24, columns: 100)
        #expect(claim.terminalChanged(to: wider) == wider)
        #expect(claim.terminalChanged(to: wider) == nil)
        claim.show(wider)
        claim.show(there)
        #expect(claim.terminalChanged(to: here) == nil)
    }

    @Test func `a terminal that is dragged stays the owner`() {
        var claim = SizeClaim(terminal: here)
        _ = claim.take()
        claim.show(here)
        let steps = (81...90).map { Size(rows: 24, columns: $0) }
        for step in steps { #expect(claim.terminalChanged(to: step) == step) }
        // Frames of some sizes are skipped.
        claim.show(steps[2])
        claim.show(steps[7])
        #expect(claim.isOwner)
        claim.show(steps[9])
        #expect(claim.isOwner)
        #expect(claim.take() == nil)
    }

    @Test func `what a crash lost is asked for again`() {
        var claim = SizeClaim(terminal: here)
        _ = claim.take()
        #expect(claim.reconnected(to: there) == here)
        claim.show(here)
        #expect(claim.reconnected(to: here) == nil)
    }

    @Test func `a terminal beyond the limits asks for the nearest size`() {
        var claim = SizeClaim(terminal: Size(rows: 600, columns: 1))
        #expect(claim.take() == Size(rows: 500, columns: 2))
    }
}
