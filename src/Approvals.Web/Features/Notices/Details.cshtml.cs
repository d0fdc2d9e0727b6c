using System.Collections.Immutable;
using System.Globalization;
using Approvals.Engine;
using Approvals.Engine.Calendars;
using Approvals.Web.Features.Cases;
using Approvals.Web.Features.Identity;
using Approvals.Web.Store.Cases;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Approvals.Web.Features.Notices;

/// <summary>One notice beside its items: rulings, rows, approval.</summary>
public sealed class DetailsModel(IServiceProvider services, CaseStore cases, Zones zones, WorkCalendar calendar, CurrentUserSource users)
    : PageModel
{
    private readonly NoticeQueries _queries = services.GetRequiredService<NoticeQueries>();
    private readonly NoticeEdits _edits = services.GetRequiredService<NoticeEdits>();

    public NoticeView View { get; private set; } = null!; // the handler fills it before the page is drawn

    public Task<IActionResult> OnGetAsync(Guid id, CancellationToken cancellation) => ShowAsync(new CaseId(id), null, null, cancellation);

    public async Task<IActionResult> OnPostRulingAsync(
        Guid id, int difference, string? version, string? key, string? note, string? ruling, CancellationToken cancellation)
    {
        var user = await users.RequiredAsync(User, cancellation);
        if (string.IsNullOrEmpty(key) || !Enum.TryParse<Ruling>(ruling, out var chosen) || !Enum.IsDefined(chosen))
        {
            return await ShowAsync(new CaseId(id), (difference, note, Texts.Edits.BadRuling), null, cancellation);
        }

        var answer = await _edits.RuleAsync(new CaseId(id), difference, version ?? "", chosen, note, key, user, cancellation);
        return answer switch
        {
            EditAnswer.Saved => Redirect($"/notices/{id}#difference-{difference}"),
            EditAnswer.Refused refused =>
                await ShowAsync(new CaseId(id), (difference, note, refused.Problems[0].Sentence), null, cancellation),
            _ => NotFound(),
        };
    }

    public async Task<IActionResult> OnPostRowAsync(Guid id, string? no, string? key, string? save, CancellationToken cancellation)
    {
        var user = await users.RequiredAsync(User, cancellation);
        if (string.IsNullOrEmpty(no) || string.IsNullOrEmpty(key))
        {
            return BadRequest();
        }

        var (edit, problem) = ReadRow(no, save == "confirm");
        var answer = problem is null
            ? await _edits.SaveRowAsync(new CaseId(id), edit, key, user, cancellation)
            : new EditAnswer.Refused([problem]);
        return answer switch
        {
            EditAnswer.Saved => Redirect($"/notices/{id}#row-{no}"),
            EditAnswer.Refused refused => await ShowAsync(new CaseId(id), null, (edit, refused.Problems), cancellation),
            _ => NotFound(),
        };
    }

    private (RowEdit Edit, FieldProblem? Problem) ReadRow(string no, bool confirm)
    {
        var form = Request.Form;
        var written = form["due"].ToString();
        var due = DateOnly.TryParseExact(written, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
            ? day : (DateOnly?)null;
        var standing = form["standing"] == "true";
        var edit = new RowEdit(
            no, form["version"].ToString(), form["title"].ToString().Trim(), Ordered("leaders"), Ordered("departments"),
            Ids("lead") is [var lead, ..] ? lead : null, standing ? null : due, standing, form["standard"].ToString().Trim(), confirm);
        return (edit, written.Length > 0 && due is null ? new FieldProblem("due", Texts.Acting.BadDate) : null);

        // As the notice names them, whoever was added after them: the first named leads.
        ImmutableArray<int> Ordered(string field)
        {
            var (chosen, order) = (Ids(field), Ids(field + "-order"));
            return [.. order.Intersect(chosen), .. chosen.Except(order)];
        }

        ImmutableArray<int> Ids(string field) =>
        [
            .. form[field].SelectMany(v => (v ?? "").Split(',')).Select(v => int.TryParse(v, NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : 0)
                .Where(v => v > 0).Distinct(),
        ];
    }

    private async Task<IActionResult> ShowAsync(
        CaseId id, (int No, string? Note, string Problem)? ruling, (RowEdit Edit, ImmutableArray<FieldProblem> Problems)? row,
        CancellationToken cancellation)
    {
        var user = await users.RequiredAsync(User, cancellation);
        if (await cases.LookAsync(user.Unit.Id, [id], cancellation) is not [var looked]
            || await _queries.DetailsAsync(user, id, looked.Context.Book, cancellation) is not { } kept)
        {
            return NotFound();
        }

        var draft = kept.Notice.Read();
        var zone = await zones.OfAsync(user.Unit.Id, cancellation);
        var views = new NoticeViews(draft, user, zone, calendar);
        var telling = new Telling(
            looked.Context.Book, looked.Context.Directory, zone,
            new Dictionary<CaseId, StoryCase> { [id] = new(looked.Workflow, null) }, kept.Files);
        var back = $"/notices/{id.Value}";
        View = new NoticeView(
            id.Value, kept.Notice.Title, kept.Notice.Number, kept.Notice.Elsewhere ? Texts.Uploads.Elsewhere : Texts.Uploads.Here,
            new Attachment(
                kept.Notice.SourceName, Texts.Size(kept.Notice.SourceSize), $"/files/{Convert.ToHexStringLower(kept.Notice.SourceSha256)}"),
            views.Head(kept.Notice.Number), DocumentBlocks.Of(draft), Rails.Of(looked.Case, looked.Workflow, kept.Events, zone),
            [.. Offers.Own(looked, user, back), .. Offers.Recording(looked, user, back)],
            Waits.Of([looked], kept.Events, zone, calendar), views.Differences(kept.Differences, ruling), views.Rows(kept.Rows, kept.Items, row),
            kept.Campaigns, Story.Tell(kept.Events, telling), _edits.MayEdit(user, looked.Case), views.Leaders(), views.Departments());
        return Page();
    }
}
