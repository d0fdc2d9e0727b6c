namespace Approvals.Readers.Notices;

/// <summary>Where each part of who is named stands, where it is known apart from the others.</summary>
internal sealed record OwnerPlaces(SourceSpan? Leaders, SourceSpan? Departments, SourceSpan? Lead, SourceSpan? Support)
{
    public static OwnerPlaces None { get; } = new(null, null, null, null);

    public static OwnerPlaces Of(Owners owners, Passage words) => new(
        words.Holding(owners.Leaders), words.Holding(owners.Departments), words.Holding(owners.Lead), words.Holding(owners.Support));

    public OwnerPlaces With(OwnerPlaces other) => new(
        Join(Leaders, other.Leaders), Join(Departments, other.Departments), Join(Lead, other.Lead), Join(Support, other.Support));

    /// <summary>Those of what it stands under, of what it does not say itself.</summary>
    public OwnerPlaces Under(OwnerPlaces over) => (Leaders ?? over.Leaders) is var leaders && Departments is not null
        ? this with { Leaders = leaders } : over with { Leaders = leaders };

    private static SourceSpan? Join(SourceSpan? one, SourceSpan? two) => one is null ? two : two is null ? one
        : (two.Line, two.Start).CompareTo((one.Line, one.Start)) < 0 ? two.To(one) : one.To(two);
}
