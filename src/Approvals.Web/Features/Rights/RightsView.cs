using System.Collections.Immutable;
using Approvals.Web.Features.Cases;

namespace Approvals.Web.Features.Rights;

/// <summary>授权: who holds a right over the whole unit, now or later, and who the three administrators are.</summary>
public sealed record RightsView(
    ImmutableArray<RightGroup> Groups, ImmutableArray<AdministratorLine> Administrators, ImmutableArray<Choice> People,
    ImmutableArray<Choice> Roles, ImmutableArray<Choice> Bodies, DateOnly Today)
{
    /// <summary>What was typed, and why it was not granted.</summary>
    public AskedRight Asked { get; init; } = new(null, null, null, Today, null);

    public string? Problem { get; init; }
}

/// <param name="Title">The role, as its file calls it.</param>
/// <param name="Gives">What its powers are, in words.</param>
public sealed record RightGroup(string Title, string Gives, ImmutableArray<RightLine> Lines);

/// <param name="Own">It is the reader's own: he does not keep it.</param>
public sealed record RightLine(int Person, string Name, int Body, string BodyName, string Role, DateOnly From, string Days, bool Own);

public sealed record AdministratorLine(string Kind, string Name, string Login);

/// <summary>What the security administrator asks for.</summary>
/// <param name="Until">Last day, inclusive; null: until it is withdrawn.</param>
public sealed record AskedRight(int? Person, string? Role, int? Body, DateOnly? From, DateOnly? Until);
