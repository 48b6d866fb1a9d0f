import Foundation
import Glibc
import TestSupport
import Testing

/// A viewer that does not read what it is sent.
@Suite struct SlowViewerTests {
    @Test func `it costs no memory, delays nobody, and is told so at the end`() async throws {
        let home = try await TestHome()
        let go = home.directory + "/go"
        try await home.ok(
            "new", "-d", "--name", "flood", "--", "bash", "-c",
            "until [ -e '\(go)' ]; do sleep 0.05; done; yes 'a line that is long enough to fill a buffer' | head -c 64M; "
                + "echo; echo all said; exec cat")
        try await home.ok("new", "-d", "--name", "quiet", "--", "cat")
        let status = try await home.status()
        let viewer = try connect(to: status.socket)
        defer { close(viewer) }
        let request = """
            GET /api/v1/sessions/flood/stream?since=0 HTTP/1.1\r\nHost: tend\r\nUpgrade: websocket\r\n\
            Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n
            """
        #expect(write(viewer, request, request.utf8.count) == request.utf8.count)
        try await eventually("the viewer is connected") { readable(viewer) }
        let before = try residentKilobytes(status.pid)

        #expect(FileManager.default.createFile(atPath: go, contents: nil))
        try await home.ok("send", "quiet", "meanwhile", "--enter")
        try await home.wait("quiet", until: "text:meanwhile")
        try await home.wait("flood", until: "text:^all said$")
        let growth = try residentKilobytes(status.pid) - before
        // Its recording (4 MiB, mapped twice) and history windows are in there; 64 MiB of output are not.
        #expect(growth < 24 << 10, "grew by \(growth) KiB")

        let rest = await readToEnd(viewer)
        // A close frame of two bytes of code and a reason: 0x88, length, 4008.
        let code: [UInt8] = [0x0F, 0xA8]
        let tail = Array(rest.suffix(200))
        #expect(
            tail.indices.dropLast(3).contains { tail[$0] == 0x88 && Array(tail[$0 + 2..<$0 + 4]) == code },
            "\(rest.count) bytes, ending with \(tail.suffix(80))")
        #expect(rest.count < 16 << 20)
        try await home.close()
    }

    private func connect(to path: String) throws -> Int32 {
        let descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8) }
        let size = socklen_t(MemoryLayout.size(ofValue: address))
        let result = withUnsafeBytes(of: &address) {
            Glibc.connect(descriptor, $0.baseAddress!.assumingMemoryBound(to: sockaddr.self), size)
        }
        try #require(result == 0)
        return descriptor
    }

    private func readable(_ descriptor: Int32) -> Bool {
        var polled = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        return poll(&polled, 1, 0) == 1
    }

    private func readToEnd(_ descriptor: Int32) async -> [UInt8] {
        await withCheckedContinuation { continuation in
            Thread.detachNewThread {
                var bytes: [UInt8] = []
                var buffer = [UInt8](repeating: 0, count: 1 << 16)
                while true {
                    var polled = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
                    // The server closes within its 5 s for a peer that does not say goodbye.
                    guard poll(&polled, 1, Int32(patience.components.seconds) * 1000) == 1 else { break }
                    let count = read(descriptor, &buffer, buffer.count)
                    guard count > 0 else { break }
                    bytes += buffer[..<count]
                }
                continuation.resume(returning: bytes)
            }
        }
    }

    private func residentKilobytes(_ pid: Int32) throws -> Int {
        let status = try String(contentsOfFile: "/proc/\(pid)/status", encoding: .utf8)
        let line = try #require(status.split(separator: "\n").first { $0.hasPrefix("VmRSS:") })
        return try #require(Int(line.split(separator: " ").dropLast().last ?? ""))
    }
}
