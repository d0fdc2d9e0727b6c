using System.Collections.Immutable;
using Approvals.Web.Features.Cases;
using Approvals.Web.Features.Shared;

namespace Approvals.Web.Features.Ledger;

/// <summary>台账: every item that this person may see.</summary>
/// <param name="Filtered">Whether anything is filtered: an empty list is then no empty ledger.</param>
public sealed record LedgerView(
    LedgerFilter Filter,
    bool Filtered,
    ImmutableArray<LampTab> Lamps,
    ImmutableArray<LedgerColumn> Columns,
    ImmutableArray<LedgerRow> Rows,
    Paging Paging);

/// <summary>What is asked for, and what can be. Query fields: of, body, person, stage, lamp, q, sort, p.</summary>
public sealed record LedgerFilter(
    ImmutableArray<Choice> Campaigns,
    ImmutableArray<Choice> Bodies,
    ImmutableArray<Choice> People,
    ImmutableArray<Choice> Stages,
    ImmutableArray<Choice> Sorts,
    string? Campaign,
    string? Body,
    string? Person,
    string? Stage,
    string? Lamp,
    string? Text,
    string Sort);

/// <param name="Lamp">Null: all of them.</param>
public sealed record LampTab(LampView? Lamp, int Count, string Href, bool Current);

/// <param name="Href">Sorts by this column; null where it does not sort.</param>
/// <param name="Sorted">ascending, descending or null, as <c>aria-sort</c> wants it.</param>
public sealed record LedgerColumn(string Title, string? Href, string? Sorted);

/// <param name="Campaign">Null when the ledger shows one campaign alone.</param>
/// <param name="LastReport">The newest report's first words, with day and department; null when none is.</param>
public sealed record LedgerRow(
    string No,
    string Title,
    string Href,
    string? Campaign,
    ImmutableArray<string> Leaders,
    string LeadDepartment,
    ImmutableArray<string> OtherDepartments,
    DateOnly? DueOn,
    LampView Lamp,
    string Stage,
    string? LastReport)
{
    /// <summary>The original date and how often it was moved; null when it never was.</summary>
    public string? Moved { get; init; }

    /// <summary>When the next reminder goes; null when none does.</summary>
    public string? Next { get; init; }
}
