namespace Approvals.Readers.Units;

/// <summary>The unit file cannot be used; the message is <c>file:line:column: what is wrong and what was meant</c>.</summary>
public sealed class UnitFileException(string file, long line, long column, string problem, Exception? inner = null)
    : Exception($"{file}:{line}:{column}: {problem}", inner)
{
    public string File { get; } = file;

    /// <summary>From 1.</summary>
    public long Line { get; } = line;

    /// <summary>From 1.</summary>
    public long Column { get; } = column;

    public string Problem { get; } = problem;
}
