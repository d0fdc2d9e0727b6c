using System.Collections.Immutable;
using Approvals.Web.Features.Cases;

namespace Approvals.Web.Features.Absences;

/// <summary>外出委托.</summary>
/// <param name="People">Of whom the reader may say it; empty where of himself alone.</param>
/// <param name="Proxies">Who may stand in.</param>
public sealed record AbsencesView(ImmutableArray<AbsenceLine> Lines, ImmutableArray<Choice> People, ImmutableArray<Choice> Proxies)
{
    /// <summary>Why it was not kept; what was typed stands beside it.</summary>
    public string? Problem { get; init; }

    public string? Person { get; init; }

    public DateOnly? From { get; init; }

    public DateOnly? Until { get; init; }

    public string? Proxy { get; init; }
}

/// <param name="Mine">The reader may end it.</param>
public sealed record AbsenceLine(int Id, string Person, string Proxy, string Days, bool Mine);
