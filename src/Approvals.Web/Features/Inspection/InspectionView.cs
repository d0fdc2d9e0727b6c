using System.Collections.Immutable;
using Approvals.Web.Features.Cases;
using Approvals.Web.Features.Items;

namespace Approvals.Web.Features.Inspection;

/// <summary>验收单: what one inspector looks at in this round.</summary>
/// <param name="Campaign">Null when no round waits for this person.</param>
/// <param name="Round">As words: 第2轮.</param>
/// <param name="With">The other inspectors' names.</param>
public sealed record InspectionView(
    Link? Campaign, string Round, ImmutableArray<string> With, DateOnly? DueOn, ImmutableArray<SheetView> Sheets)
{
    public int Concluded => Sheets.Count(s => s.Mine is not null);
}

/// <summary>One item on the sheet.</summary>
/// <param name="SelfRating">As words, with who and when; null when none was given.</param>
/// <param name="Reports">What the departments reported.</param>
/// <param name="Mine">What I concluded, with the time; null while it is open.</param>
/// <param name="Others">What the other inspectors did, each a sentence; their conclusions stay hidden until I have mine.</param>
/// <param name="Panel">Facts, conclusion and findings; null when I have concluded.</param>
public sealed record SheetView(
    string Anchor,
    string No,
    string Title,
    string Href,
    string Departments,
    string? Standard,
    string? SelfRating,
    ImmutableArray<ReportView> Reports,
    ImmutableArray<IssueView> Issues,
    string? Mine,
    ImmutableArray<string> Others,
    ActPanel? Panel);

public sealed record ReportView(string Body, DateOnly On, string Text, ImmutableArray<Attachment> Evidence);
