using System.Collections.Immutable;
using Approvals.Web.Features.Identity;
using Microsoft.AspNetCore.Mvc.ViewFeatures;

namespace Approvals.Web.Features.Shared;

/// <summary>The rooms of the bar.</summary>
public enum Room
{
    None,
    Inbox,
    Notices,
    Affairs,
    Ledger,
    Inspection,
    Messages,
    Workflows,
    Accounts,
    Confirmations,
    Rights,
    Trail,
}

/// <summary>
/// The bar above every page, under <c>ViewData[nameof(BarView)]</c>; without it the page is drawn for a stranger.
/// </summary>
/// <param name="Demonstration">The unit is invented: 演示数据 stands beside its name.</param>
/// <param name="Posts">As words, in the official order: 护理部 负责人.</param>
/// <param name="Waiting">How many assignments wait for this person; of an administrator, accounts that wait to be confirmed.</param>
/// <param name="Inspects">Whether the person has a round to inspect: the room is hidden from others.</param>
/// <param name="Said">What the last press did, said once.</param>
public sealed record BarView(
    string UnitName,
    bool Demonstration,
    string PersonName,
    ImmutableArray<string> Posts,
    int Waiting,
    bool Inspects,
    Said? Said)
{
    /// <summary>Messages that the person has not read.</summary>
    public int Unread { get; init; }

    /// <summary>Whether the person keeps people and bodies.</summary>
    public bool KeepsPeople { get; init; }

    /// <summary>The office's day on which the page is drawn.</summary>
    public DateOnly Today { get; init; }

    /// <summary>Whose drafts this browser may show: the account, and nothing that tells who it is.</summary>
    public string Account { get; init; } = "";

    /// <summary>Administrators have rooms of their own.</summary>
    public AccountKind Kind { get; init; }

    /// <summary>The same for a page that has the bar: dates of another year show it.</summary>
    public static DateOnly TodayOf(ViewDataDictionary data) => data[nameof(BarView)] is BarView bar ? bar.Today : default;
}

/// <param name="Refused">False: it is done. True: it was not, and the sentence says why.</param>
public sealed record Said(string Sentence, bool Refused);

/// <summary>Pages of a long list.</summary>
/// <param name="First">Number of the first row on this page, from 1; 0 when the list is empty.</param>
/// <param name="EarlierHref">Null on the first page.</param>
/// <param name="LaterHref">Null on the last page.</param>
public sealed record Paging(int First, int Last, int Total, string? EarlierHref, string? LaterHref)
{
    private const int LastPage = 1_000_000;

    /// <summary>The page that an address asks for, within what can be counted.</summary>
    public static int Clamp(int? page) => Math.Clamp(page ?? 1, 1, LastPage);

    /// <param name="page">From 1.</param>
    /// <param name="shown">Rows on this page; 0 beyond the last.</param>
    /// <param name="href">The address of a page by its number.</param>
    public static Paging Of(int page, int size, int shown, int total, Func<int, string> href)
    {
        var (first, last) = (((page - 1) * size) + 1, ((page - 1) * size) + shown);
        return new Paging(
            shown == 0 ? 0 : first, shown == 0 ? 0 : last, total, page > 1 ? href(page - 1) : null,
            shown > 0 && last < total ? href(page + 1) : null);
    }
}

/// <summary>How much of something is done.</summary>
/// <param name="Words">已裁定 7/14.</param>
public sealed record Progress(string Words, int Part, int Whole);
