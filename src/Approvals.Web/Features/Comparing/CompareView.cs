using System.Collections.Immutable;
using Approvals.Web.Features.Cases;

namespace Approvals.Web.Features.Comparing;

/// <summary>A new list beside what is promised already.</summary>
/// <param name="Lists">To compare with; the first is everything.</param>
/// <param name="MayRule">False: proposals are shown without forms.</param>
/// <param name="Issued">Accepted changes are handed to the items at once; else when the notice is issued.</param>
/// <param name="Waiting">So many rulings wait to be carried out.</param>
public sealed record CompareView(
    Guid Id, string Title, ImmutableArray<Choice> Lists, string With, bool Whole, ImmutableArray<MatchView> Matches,
    ImmutableArray<WithdrawalView> Withdrawals, ImmutableArray<AddedView> Added, bool MayRule, bool Issued, int Waiting)
{
    /// <summary>What is to be known of a comparison with part of what is being done; null where it is with all.</summary>
    public string? Cut { get; init; }

    public string Query => $"?with={Uri.EscapeDataString(With)}{(Whole ? "&whole=true" : "")}";
}

/// <summary>A row that says what a live item says.</summary>
/// <param name="From">Of which list the item is.</param>
/// <param name="Alike">相似 78%.</param>
public sealed record MatchView(
    string Row, string Title, string Work, Link Item, string ItemWork, string From, string Alike, ImmutableArray<string> SharedWords,
    ImmutableArray<ChangeView> Changes, RuledView? Ruled, string Key)
{
    public string Anchor => $"match-{Row.Replace('#', 'n')}";
}

/// <param name="Value">As the form sends it back.</param>
/// <param name="Done">What becomes of it when it is accepted.</param>
public sealed record ChangeView(string Value, string Field, string Words, string Done);

/// <param name="Row">The row that says so; null where the whole list was given anew without the item.</param>
public sealed record WithdrawalView(
    Link Item, Guid ItemId, string From, string? Row, string? RowTitle, RuledView? Ruled, string Key);

public sealed record AddedView(string Row, string Title, string Href);

/// <param name="Final">Carried out: it is ruled on no more.</param>
public sealed record RuledView(string Sentence, ImmutableArray<string> Changes, string By, DateTimeOffset At, bool Final);
