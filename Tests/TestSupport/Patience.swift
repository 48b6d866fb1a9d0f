/// How long a test waits before it takes something for hung. Only a bug reaches it: a machine that builds beside the tests needs minutes
/// for what takes seconds elsewhere, so nothing may depend on its length.
package let patience: Duration = .seconds(600)
