using System.Collections.Immutable;
using System.Diagnostics;
using Approvals.Engine;
using Approvals.Web.Features.Access;
using Approvals.Web.Features.Cases;
using Approvals.Web.Features.Identity;
using Approvals.Web.Features.Shared;
using Approvals.Web.Store.Cases;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Approvals.Web.Features.Vocabulary;

/// <summary>本单位的叫法: what the corrections of the office taught the reader, and taking it back.</summary>
public sealed class IndexModel(IServiceProvider services, Zones zones, CurrentUserSource users) : PageModel
{
    private readonly VocabularyStore _vocabulary = services.GetRequiredService<VocabularyStore>();

    public ImmutableArray<WordLine> Lines { get; private set; } = [];

    public bool MayRemove { get; private set; }

    public async Task<IActionResult> OnGetAsync(CancellationToken cancellation)
    {
        var user = await users.RequiredAsync(User, cancellation);
        if (!_vocabulary.MayKeep(user))
        {
            return this.Forbidden();
        }

        var directory = user.Directory.Directory;
        var zone = await zones.OfAsync(user.Unit.Id, cancellation);
        MayRemove = _vocabulary.MayKeep(user);
        Lines =
        [
            .. (await _vocabulary.ReadAsync(user, cancellation)).All.Select(word => new WordLine(
                word.WordId, word.Word,
                word.Means switch
                {
                    Meaning.OfBody of => Texts.Vocabulary.Body(Names.Of(of.Body, directory)),
                    Meaning.OfPerson of => Texts.Vocabulary.Person(Names.Of(of.Person, directory)),
                    Meaning.OfHead of => Texts.Vocabulary.Head(of.Column),
                    _ => throw new UnreachableException(),
                },
                Texts.Vocabulary.Taught(Names.Of(new PersonId(word.TaughtBy), directory), Local(word.TaughtAt, zone)),
                word.NoticeTitle is { } title && word.CaseId is { } id ? new Link(title, $"/notices/{id}") : null)),
        ];
        return Page();
    }

    private static DateTimeOffset Local(DateTime utc, TimeZoneInfo zone) =>
        TimeZoneInfo.ConvertTime(new DateTimeOffset(DateTime.SpecifyKind(utc, DateTimeKind.Utc)), zone);

    public async Task<IActionResult> OnPostRemoveAsync(long word, CancellationToken cancellation)
    {
        var user = await users.RequiredAsync(User, cancellation);
        if (!_vocabulary.MayKeep(user))
        {
            return this.Forbidden();
        }

        if (!await _vocabulary.RemoveAsync(word, user, cancellation))
        {
            return NotFound();
        }

        this.Say(Texts.Vocabulary.Removed, refused: false);
        return LocalRedirect("/vocabulary");
    }
}

/// <param name="Means">是科室“…”, 是人员“…”, 是清单的“…”一栏.</param>
/// <param name="Taught">Who taught it, and when.</param>
/// <param name="Notice">Where.</param>
public sealed record WordLine(long Id, string Word, string Means, string Taught, Link? Notice);
