namespace Approvals.IntegrationTests.Walk;

/// <summary>What a person put into one field of a form.</summary>
public abstract record WrittenField(string Field)
{
    public sealed record Text(string Field, string Words) : WrittenField(Field);

    /// <param name="OfList">From a drop-down list; else among boxes to tick.</param>
    public sealed record Chosen(string Field, bool OfList, IReadOnlyList<string> Titles) : WrittenField(Field);

    public sealed record Attached(string Field, string Name, byte[] Content) : WrittenField(Field);
}
