import Synchronization
import TendCore

extension FakeService {
    func buffers() async -> [CopyBuffer] { copied.withLock { $0.buffers } }

    func buffer(_ name: String) async throws(ServiceError) -> CopyBuffer {
        try copied.withLock { $0 }.buffer(name)
    }

    func addBuffer(_ bytes: [UInt8], name: String?) async throws(ServiceError) -> CopyBuffer {
        let result: Result<CopyBuffer, ServiceError> = copied.withLock { shelf in
            do throws(ServiceError) {
                return .success(try shelf.add(bytes, name: name, time: 1).buffer)
            } catch {
                return .failure(error)
            }
        }
        return try result.get()
    }

    func removeBuffer(_ name: String) async throws(ServiceError) {
        let result: Result<Void, ServiceError> = copied.withLock { shelf in
            do throws(ServiceError) {
                return .success(try shelf.remove(name))
            } catch {
                return .failure(error)
            }
        }
        try result.get()
    }

    func clipboard(_ reference: String) async throws(ServiceError) -> String {
        guard reference == "copier" else { throw ServiceError(.notFound, "it asked for nothing") }
        return "from a program"
    }
}
