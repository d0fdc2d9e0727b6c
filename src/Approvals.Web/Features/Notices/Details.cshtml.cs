using System.Collections.Immutable;
using System.Globalization;
using Approvals.Engine;
using Approvals.Engine.Calendars;
using Approvals.Engine.Deadlines;
using Approvals.Readers.Calendars;
using Approvals.Web.Features.Access;
using Approvals.Web.Features.Cases;
using Approvals.Web.Features.Identity;
using Approvals.Web.Features.Shared;
using Approvals.Web.Store.Cases;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Approvals.Web.Features.Notices;

/// <summary>One notice beside its items: rulings, rows, approval.</summary>
public sealed partial class DetailsModel(
    IServiceProvider services, CaseStore cases, ScopeService scopes, Zones zones, WorkCalendar calendar, CurrentUserSource users)
    : PageModel
{
    private const string Keep = "keep";

    /// <summary>More rows than this are not all drawn with their forms: each form lists everybody.</summary>
    private const int MostForms = 40;

    private readonly NoticeQueries _queries = services.GetRequiredService<NoticeQueries>();
    private readonly NoticeEdits _edits = services.GetRequiredService<NoticeEdits>();
    private readonly HeadLessons _heads = services.GetRequiredService<HeadLessons>();
    private readonly Pressing _pressing = services.GetRequiredService<Pressing>();

    public NoticeView View { get; private set; } = null!; // the handler fills it before the page is drawn

    public ScopeView? Scope { get; private set; }

    public async Task<IActionResult> OnPostRestrictAsync(Guid id, string?[] who, string? key, CancellationToken cancellation) =>
        await this.RestrictAsync(scopes, new CaseId(id), $"/notices/{id}", who, key, users, cancellation);

    /// <param name="row">Of a long list, the row to be edited; null: the first that is not confirmed.</param>
    /// <param name="list">The difference whose sentence is to be listed as an item.</param>
    public Task<IActionResult> OnGetAsync(Guid id, string? row, int? list, CancellationToken cancellation) =>
        ShowAsync(new CaseId(id), new TypedAgain { Only = row, Found = list }, cancellation);

    /// <param name="save">"keep": the note is kept as typed, nothing is ruled.</param>
    /// <param name="quiet">Sent by the page's script: the answer is data, not a page.</param>
    public async Task<IActionResult> OnPostRulingAsync(
        Guid id, int difference, string? version, string? key, string? note, string? ruling, string? save, bool quiet,
        CancellationToken cancellation)
    {
        var user = await users.RequiredAsync(User, cancellation);
        if (await ShutOutAsync(new CaseId(id), user, cancellation) is { } shut)
        {
            return shut;
        }

        var chosen = Enum.TryParse<Ruling>(ruling, out var named) && Enum.IsDefined(named) ? named : (Ruling?)null;
        var answer = string.IsNullOrEmpty(key) || (chosen is null && save != Keep)
            ? new EditAnswer.Refused([new FieldProblem("", Texts.Edits.BadRuling)])
            : await _edits.RuleAsync(
                new CaseId(id), difference, version ?? "", save == Keep ? null : chosen, note, key, user, cancellation);
        return quiet ? Quietly(answer, null) : answer switch
        {
            EditAnswer.Saved => Redirect($"/notices/{id}#difference-{difference}"),
            EditAnswer.Forbidden => this.Forbidden(),
            EditAnswer.Refused refused =>
                await ShowAsync(
                    new CaseId(id), new TypedAgain { Ruling = (difference, note, refused.Problems[0].Sentence) }, cancellation),
            _ => NotFound(),
        };
    }

    public async Task<IActionResult> OnPostRowAsync(
        Guid id, string? no, string? key, string? save, bool quiet, CancellationToken cancellation)
    {
        var user = await users.RequiredAsync(User, cancellation);
        if (await ShutOutAsync(new CaseId(id), user, cancellation) is { } shut)
        {
            return shut;
        }

        if (string.IsNullOrEmpty(no) || string.IsNullOrEmpty(key))
        {
            return BadRequest();
        }

        var (edit, problem) = ReadRow(no, save == "confirm");
        var answer = problem is null
            ? await _edits.SaveRowAsync(new CaseId(id), edit, key, user, cancellation)
            : new EditAnswer.Refused([problem]);
        return quiet ? Quietly(answer, Texts.Notice.Open) : answer switch
        {
            EditAnswer.Saved => Redirect($"/notices/{id}#row-{no}"),
            EditAnswer.Forbidden => this.Forbidden(),
            EditAnswer.Refused refused =>
                await ShowAsync(new CaseId(id), new TypedAgain { Row = (edit, refused.Problems) }, cancellation),
            _ => NotFound(),
        };
    }

    /// <summary>What the columns of the checklist are: parallel fields <c>heading</c> and <c>column</c>.</summary>
    public async Task<IActionResult> OnPostHeadsAsync(
        Guid id, string[] heading, string[] column, string? key, CancellationToken cancellation)
    {
        var user = await users.RequiredAsync(User, cancellation);
        if (string.IsNullOrEmpty(key)
            || await cases.LookAsync(user.Unit.Id, [new CaseId(id)], cancellation) is not [var looked]
            || await _queries.DetailsAsync(user, new CaseId(id), looked.Context.Book, cancellation) is not { } kept)
        {
            return NotFound();
        }

        if (!_heads.MayTeach(user) || !_edits.MayEdit(user, looked))
        {
            return this.Forbidden();
        }

        var said = await _heads.TeachAsync(new CaseId(id), kept.Notice, [.. heading.Zip(column)], key, user, cancellation);
        this.Say(said.Sentence, said.Refused);
        return Redirect($"/notices/{id}");
    }

    /// <summary>What the script puts into the page: the form's next version and key, and the hash that panels sign.</summary>
    /// <param name="mark">What the card is now; null: as before.</param>
    private IActionResult Quietly(EditAnswer answer, string? mark) => answer switch
    {
        EditAnswer.Saved saved => new JsonResult(
            new
            {
                saved = true,
                said = Texts.Edits.Kept,
                version = saved.Version,
                key = Offers.NewKey(),
                was = saved.Was,
                hash =
                saved.Hash,
                mark
            }),
        EditAnswer.Refused refused => new JsonResult(new { saved = false, said = refused.Problems[0].Sentence }),
        EditAnswer.Forbidden => this.Forbidden(),
        _ => NotFound(),
    };

    private (RowEdit Edit, FieldProblem? Problem) ReadRow(string no, bool confirm)
    {
        var form = Request.Form;
        var written = form["due"].ToString();
        var due = WrittenDay.Read(written);
        var standing = form["standing"] == "true";
        var edit = new RowEdit(
            no, form["version"].ToString(), form["title"].ToString().Trim(), Ordered("leaders"), Ordered("departments"),
            Ids("lead") is [var lead, ..] ? lead : null, standing ? null : due, standing, form["standard"].ToString().Trim(),
            confirm)
        {
            Recurrence = Recurrence.Parse(form["recurs"].ToString())?.ToString(),
            Plan = form.ContainsKey("plan") ? form["plan"].ToString().ReplaceLineEndings("\n").Trim() : null,
            Points = form.ContainsKey("points") ? [.. Lines(form["points"].ToString())] : null,
            Means = [.. form["means"].Select(OwnerChoice.Parse).OfType<OwnerChoice>().Distinct()],
        };
        return (edit, written.Length > 0 && due is null ? new FieldProblem("due", Texts.Acting.BadDate) : null);

        // As the notice names them, whoever was added after them: the first named leads.
        ImmutableArray<int> Ordered(string field)
        {
            var (chosen, order) = (Ids(field), Ids(field + "-order"));
            return [.. order.Intersect(chosen), .. chosen.Except(order)];
        }

        static IEnumerable<string> Lines(string text) =>
            text.Split(['\n', '\r'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

        ImmutableArray<int> Ids(string field) =>
        [
            .. form[field].SelectMany(v => (v ?? "").Split(','))
                .Select(v => int.TryParse(v, NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : 0)
                .Where(v => v > 0).Distinct(),
        ];
    }

    /// <summary>Null where he may edit it as it stands now.</summary>
    private async Task<IActionResult?> ShutOutAsync(CaseId id, CurrentUser user, CancellationToken cancellation) =>
        await _pressing.LookAsync(id, user, cancellation) is not { } looked ? NotFound()
        : _edits.MayEdit(user, looked) ? null
        : this.Forbidden(Texts.Edits.NotNow);

    private async Task<IActionResult> ShowAsync(CaseId id, TypedAgain typed, CancellationToken cancellation)
    {
        var user = await users.RequiredAsync(User, cancellation);
        if (await cases.LookAsync(user.Unit.Id, [id], cancellation) is not [var looked]
            || await _queries.DetailsAsync(user, id, looked.Context.Book, cancellation) is not { } kept)
        {
            return NotFound();
        }

        var zone = await zones.OfAsync(user.Unit.Id, cancellation);
        View = Drawn(kept, looked, typed, zone, user);
        Scope = await scopes.LookAsync(id, $"/notices/{id.Value}", this.Again(), user, cancellation);
        return Page();
    }

    private NoticeView Drawn(KeptNotice kept, Looked looked, TypedAgain typed, TimeZoneInfo zone, CurrentUser user)
    {
        var (id, draft, mayEdit) = (looked.Case.Id, kept.Notice.Read(), _edits.MayEdit(user, looked));
        var views = new NoticeViews(draft, user, zone, calendar, kept.Words);
        var telling = new Telling(
            looked.Context.Book, looked.Context.Directory, zone,
            new Dictionary<CaseId, StoryCase> { [id] = new(looked.Workflow, null) }, kept.Files);
        var rows = views.Rows(kept, typed);
        // What was typed into a row that is gone is offered as a new one.
        var lost = typed.OfRow is { } of && !rows.Any(r => r.No == of.No && r.SameAs is null);
        return new NoticeView(
            id.Value, kept.Notice.Title, kept.Notice.Number, kept.Notice.Elsewhere ? Texts.Uploads.Elsewhere : Texts.Uploads.Here,
            new Attachment(
                kept.Notice.SourceName, Texts.Size(kept.Notice.SourceSize),
                $"/files/{Convert.ToHexStringLower(kept.Notice.SourceSha256)}"),
            views.Head(kept.Notice, kept.Corrections[""]), kept.TextIsKept ? [] : DocumentBlocks.Of(draft),
            Rails.Of(looked.Case, looked.Workflow, kept.Events, zone), Offers.All(looked, user, $"/notices/{id.Value}"),
            Waits.Of([looked], kept.Events, zone), views.Differences(kept.Differences, typed.Ruling), rows,
            kept.Campaigns, Story.Tell(kept.Events, telling), mayEdit, views.Leaders(), views.Departments(),
            looked.Case.Ended ? null : kept.Stuck)
        {
            Time = TimeLine.Of([looked], kept.Events),
            Rounds = RoundSeats.Of([looked], kept.Events),
            Products = kept.Products,
            Heads = views.Heads(),
            HeadsKey = Offers.NewKey(),
            HeadForm = mayEdit ? views.HeadForm(kept.Notice, typed.Head) : null,
            Adding = mayEdit ? views.Adding(kept.Notice, typed.Added ?? (lost ? typed.Row : null), typed.Found) : null,
            Removed = views.Removed(kept.Removed),
            Lost = !lost ? null : typed.Row is var (edit, _) ? Texts.Listing.RowGone(edit.No) : typed.OfRow?.Problem,
            OnlyRow = rows.Length <= MostForms ? null
                : typed.OfRow?.No ?? typed.Only ?? rows.FirstOrDefault(r => r.Confirmed is null && r.SameAs is null)?.No ?? "",
        };
    }
}
