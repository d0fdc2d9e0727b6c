namespace Approvals.Readers.Yaml;

/// <summary>What is wrong in a file, and where. Lines and columns from 1.</summary>
public sealed record Fault(string File, long Line, long Column, string Message)
{
    public override string ToString() => $"{File}:{Line}:{Column}: {Message}";
}

/// <summary>Everything that is wrong in the files read; its message is one line a fault.</summary>
public sealed class FaultsException(IReadOnlyList<Fault> faults)
    : Exception(string.Join('\n', faults))
{
    public IReadOnlyList<Fault> Faults { get; } = faults;
}
