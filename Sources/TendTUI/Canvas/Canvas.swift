package import TendScreen

/// A screen that is being composed: cells, and where the cursor goes. (helper V fills this in)
package struct Canvas {
    package let size: Size
    package var cursor: Cursor?

    package init(size: Size) {
        self.size = size
    }
}
