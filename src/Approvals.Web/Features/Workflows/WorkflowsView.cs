using System.Collections.Immutable;
using Approvals.Web.Features.Cases;

namespace Approvals.Web.Features.Workflows;

/// <summary>流程: the definitions of one edition, with what stands on them.</summary>
/// <param name="Hash">The edition's content hash.</param>
/// <param name="Current">New cases begin with it.</param>
/// <param name="Others">The other editions that open cases still keep.</param>
public sealed record WorkflowsView(
    string Hash, bool Current, ImmutableArray<WorkflowView> Workflows, ImmutableArray<EditionLink> Others);

/// <param name="Anchor">Element id, and the name of its pictures.</param>
/// <param name="Live">Open cases of this edition.</param>
/// <param name="Stages">Where they stand, in the definition's order.</param>
public sealed record WorkflowView(
    string Anchor, string Title, int Live, ImmutableArray<StandingAt> Stages, PictureView Picture, ImmutableArray<Link> Files);

public sealed record StandingAt(string Stage, int Count);

/// <summary>One picture for two widths: a style sheet shows the one that fits.</summary>
public sealed record PictureView(string Wide, string Narrow);

/// <param name="Short">The first letters of its hash.</param>
public sealed record EditionLink(string Short, string Href, int Live);

/// <summary>Where one case stands in its definition.</summary>
/// <param name="Back">The page that tells of the case.</param>
public sealed record StandingView(string Workflow, Link Back, string Stage, string Hash, PictureView Picture);
