using System.Collections.Immutable;
using Approvals.Engine;
using Approvals.Engine.Cases;
using Approvals.Web.Features.Cases;
using Approvals.Web.Features.Directories;
using Approvals.Web.Features.Identity;
using Approvals.Web.Features.Vocabulary;
using Dapper;
using Npgsql;

namespace Approvals.Web.Features.Notices;

/// <summary>One head on its way into the store.</summary>
internal sealed class HeadSaving(HeadEdit edit, CaseId id, CurrentUser user, DynamicParameters values, NumberRegister numbers)
{
    private ImmutableArray<(string Field, string ReadAs, string Now)> _corrections = [];
    private (string? Was, string? Now) _number;
    private bool _isFromHere;

    /// <summary>To whom it was written, where it came issued and that was corrected; null: as before.</summary>
    public PartyMembers? Addressed { get; private set; }

    public async Task PrepareAsync(NpgsqlConnection connection, NoticeRecord notice, CancellationToken cancellation)
    {
        var draft = notice.Read();
        // What comes later here is no reading to be corrected.
        var whole = notice.Elsewhere ? edit
            : edit with { Number = notice.Number ?? draft.Number, IssuedOn = notice.IssuedOn, PrintedOn = notice.PrintedOn };
        _number = (notice.Number, notice.Elsewhere ? edit.Number : notice.Number);
        values.Add("title", whole.Title);
        values.Add("number", _number.Now);
        values.Add("issuer", whole.Issuer.Length == 0 ? null : whole.Issuer);
        values.Add("dated", whole.IssuedOn);
        values.Add("printed", whole.PrintedOn);
        values.Add("addressees", whole.Addressees.SequenceEqual(draft.Addressees) ? null : whole.Addressees.ToArray());
        values.Add("cc", whole.Cc.SequenceEqual(draft.Cc) ? null : whole.Cc.ToArray());
        _corrections = [.. HeadCorrections(notice, HeadWords.Read(draft), HeadWords.After(whole))];
        _isFromHere = notice.Elsewhere && _number.Was != _number.Now && DocumentNumber.TryParse(_number.Now ?? "") is { } given
            && !await numbers.IsFromElsewhereAsync(connection, user.Unit.Id, given, cancellation);
        if (notice.Elsewhere && !whole.Addressees.SequenceEqual(notice.Corrected().Addressees))
        {
            var words = await VocabularyStore.ReadAsync(connection, user.Unit.Id, cancellation);
            Addressed = PartyMembers.Of(Addressees.Of(whole.Addressees, words.Over(user.Directory.Names), user));
        }
    }

    public ImmutableArray<FieldProblem> Judge(NoticeRecord notice) => HeadEdit.VersionOf(notice) != edit.Version
        ? [new FieldProblem("", Texts.Edits.ChangedMeanwhile)]
        : [.. Problems(notice)];

    public async Task KeepAsync(NpgsqlConnection connection, CancellationToken cancellation)
    {
        await Corrections.KeepAsync(connection, id, "", _corrections, user, cancellation);
        if (_number.Was == _number.Now)
        {
            return;
        }

        if (DocumentNumber.TryParse(_number.Was ?? "") is { } wrong
            && await numbers.IsKeptHereAsync(connection, user.Unit.Id, wrong.Symbol, cancellation) is false)
        {
            await numbers.MisreadAsync(
                connection, user.Unit.Id, wrong, id, Texts.Listing.NumberCorrected(_number.Now ?? ""), user.Person.Id, cancellation);
        }

        await numbers.RecordIfElsewhereAsync(connection, user.Unit.Id, _number.Now, id, user.Person.Id, cancellation);
    }

    private IEnumerable<FieldProblem> Problems(NoticeRecord notice)
    {
        if (edit.Title.Length == 0)
        {
            yield return new FieldProblem("title", Texts.Listing.HeadTitleMissing);
        }

        if (edit.Issuer.Length == 0 && notice.Read().Issuer is not null)
        {
            yield return new FieldProblem("issuer", Texts.Listing.IssuerMissing);
        }

        if (!notice.Elsewhere)
        {
            yield break;
        }

        if (string.IsNullOrEmpty(edit.Number))
        {
            yield return new FieldProblem("number", Texts.Listing.NumberMissing);
        }
        else if (_isFromHere)
        {
            yield return new FieldProblem("number", Texts.Uploads.NumberedHere(edit.Number));
        }

        if (edit.IssuedOn is not { } issued || issued > user.Today)
        {
            yield return new FieldProblem("dated", Texts.Listing.IssuedOnMissing);
        }
    }

    /// <summary>A title that was only proposed is corrected by whoever confirms it, as it stands or otherwise.</summary>
    private static IEnumerable<(string Field, string ReadAs, string Now)> HeadCorrections(
        NoticeRecord notice, HeadWords read, HeadWords after)
    {
        var before = HeadWords.Kept(notice);
        return from value in after.Words
               where value.Words != before.Of(value.Field) || (value.Field == "title" && notice.TitleProposed)
               where value.Words != read.Of(value.Field)
               select (value.Field, read.Of(value.Field), value.Words);
    }
}
