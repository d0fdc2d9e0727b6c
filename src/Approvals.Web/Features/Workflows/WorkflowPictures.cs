using System.Collections.Concurrent;
using System.Collections.Immutable;
using Approvals.Engine;
using Approvals.Engine.Definitions;
using Approvals.Readers.Pictures;

namespace Approvals.Web.Features.Workflows;

/// <summary>The layouts of the definitions, made once an edition: what stands on them is drawn anew every time.</summary>
public sealed class WorkflowPictures
{
    private readonly ConcurrentDictionary<(string Hash, WorkflowId Workflow, bool Narrow), SvgPicture> _known = new();

    public PictureView Of(
        WorkflowBook book, Workflow workflow, ImmutableDictionary<StageId, int> live, StageId? here, string name) => new(
        Draw(book, workflow, narrow: false, new Shown($"{name}-wide", live, here)),
        Draw(book, workflow, narrow: true, new Shown($"{name}-narrow", live, here)));

    private string Draw(WorkflowBook book, Workflow workflow, bool narrow, Shown shown) => _known.GetOrAdd(
        (book.Hash, workflow.Id, narrow), _ => new SvgPicture(book, workflow, narrow)).Draw(shown);
}
