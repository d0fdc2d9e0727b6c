using System.Collections.Immutable;
using Approvals.Engine;
using Approvals.Readers.Notices;
using Approvals.Web.Features.Files;
using Approvals.Web.Features.Identity;
using Approvals.Web.Features.LedgerFiles;
using Approvals.Web.Features.Shared;
using Approvals.Web.Features.Vocabulary;
using Approvals.Web.Store;

namespace Approvals.Web.Features.Notices;

/// <summary>What the clerk says a column of a checklist is: kept in the unit's vocabulary, and this notice is read anew with it.</summary>
internal sealed class HeadLessons(
    Database database, VocabularyStore vocabulary, NoticeReading reading, LedgerReading ledgers, FileStore files, NoticeEdits edits)
{
    /// <summary>What a column is called is a word of the unit's vocabulary.</summary>
    public bool MayTeach(CurrentUser user) => vocabulary.MayKeep(user);

    /// <param name="said">Each head of the page with the column chosen for it.</param>
    /// <returns>Null where the notice is not his to see.</returns>
    public async Task<Said> TeachAsync(
        CaseId id, NoticeRecord notice, ImmutableArray<(string Head, string Column)> said, string key, CurrentUser user,
        CancellationToken cancellation)
    {
        var read = notice.Read().Heads.ToDictionary(h => h.Text, h => h.Column);
        var lessons = said.Where(s => ChecklistColumns.All.Contains(s.Column) && read.TryGetValue(s.Head, out var column) && column != s.Column)
            .DistinctBy(s => s.Head).ToList();
        if (lessons.Count == 0)
        {
            return new Said(Texts.Heads.Nothing, Refused: true);
        }

        await database.InUnitAsync(
            user.Unit.Id,
            async (connection, _) =>
            {
                foreach (var (head, column) in lessons)
                {
                    await VocabularyStore.TeachAsync(
                        connection, user.Unit.Id, head, new Meaning.OfHead(column), user.Person.Id, id, cancellation);
                }
            },
            cancellation);
        return await ReadAnewAsync(id, notice, lessons.ToImmutableDictionary(l => l.Head, l => l.Column), key, user, cancellation) is { } sentence
            ? new Said(Texts.Heads.KeptOnly(sentence), Refused: true)
            : new Said(Texts.Heads.ReadAnew, Refused: false);
    }

    /// <summary>Null when it was read anew; else why not.</summary>
    private async Task<string?> ReadAnewAsync(
        CaseId id, NoticeRecord notice, ImmutableDictionary<string, string> lessons, string key, CurrentUser user,
        CancellationToken cancellation)
    {
        var content = await database.ReadInUnitAsync(
            user.Unit.Id,
            (connection, _) => files.ContentAsync(
                connection, user.Unit.Id, Convert.ToHexStringLower(notice.SourceSha256), cancellation),
            cancellation) ?? throw new InvalidOperationException($"The source of notice {id} is not kept.");
        try
        {
            var again = await ledgers.AgainAsync(notice, content, lessons, user, cancellation)
                ?? await reading.ReadAsync(notice.SourceName, content, user, cancellation);
            return await edits.ReplaceReadingAsync(id, notice.Draft, again, key, user, cancellation) switch
            {
                EditAnswer.Saved => null,
                EditAnswer.Refused refused => refused.Problems[0].Sentence,
                _ => Texts.Edits.NotNow,
            };
        }
        catch (NoticeRefusedException refused)
        {
            return refused.Message;
        }
    }
}
