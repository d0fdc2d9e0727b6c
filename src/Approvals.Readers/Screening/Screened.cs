using System.Collections.Immutable;

namespace Approvals.Readers.Screening;

/// <summary>What was found in a file at the door.</summary>
/// <param name="Secrecy">The mark of a state secret as it stands (机密★5年): such a file is refused. Null: it bears none.</param>
public sealed record Screened(ImmutableArray<PersonalNumber> Numbers, string? Secrecy)
{
    public static readonly Screened Nothing = new([], null);
}
