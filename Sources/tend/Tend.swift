import ArgumentParser
@main struct Tend: ParsableCommand { func run() {} }
