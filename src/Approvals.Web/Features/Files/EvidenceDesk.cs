using System.Collections.Immutable;
using Approvals.Engine;
using Approvals.Engine.Definitions;
using Approvals.Readers.Screening;
using Approvals.Web.Features.Identity;
using Npgsql;

namespace Approvals.Web.Features.Files;

/// <summary>What is done with a file that holds the numbers of people.</summary>
public enum PersonalWay
{
    /// <summary>It was not said yet.</summary>
    Unsaid,

    /// <summary>涂黑: the program blacks the numbers out and takes what is left.</summary>
    Blacken,

    /// <summary>照原样: it is taken as it is, for a reason.</summary>
    AsItIs,
}

/// <summary>A file of the form, with what was found in it and what is done about that.</summary>
/// <param name="Blackened">The same without the numbers; null where there are none, or that cannot be done.</param>
public sealed record EvidenceFile(
    Brought File, ImmutableArray<PersonalNumber> Numbers, Brought? Blackened, PersonalWay Way, string Reason)
{
    /// <summary>What goes with the press.</summary>
    public Brought Taken => Way == PersonalWay.Blacken && Blackened is not null ? Blackened : File;

    public bool Asks => !Numbers.IsEmpty && Way switch
    {
        PersonalWay.Blacken => Blackened is null,
        PersonalWay.AsItIs => Reason.Length == 0,
        _ => true,
    };
}

/// <summary>The files of one form.</summary>
/// <param name="Refused">Why others were not taken.</param>
public sealed record EvidenceRead(ImmutableArray<EvidenceFile> Files, ImmutableArray<string> Refused)
{
    /// <summary>What must be said of those that are there, before the press can go on with them.</summary>
    public IEnumerable<string> Asked => Files.Where(f => f.Asks).Select(Texts.Files.Asks);
}

/// <summary>
/// 佐证材料: what a form brings, and what it brought before and was not taken then. No refusal loses a file: it waits for the form to be
/// pressed again.
/// </summary>
public sealed class EvidenceDesk(FileDoor door, BroughtFiles waiting, FileStore store)
{
    /// <summary>Form field, a hash each: files that wait and go with this press.</summary>
    public const string Kept = "kept";

    private const long LargestFile = 20L * 1024 * 1024;

    private const int MostFiles = 10;

    /// <summary>Form field of what is done with a file that waits.</summary>
    public static string WayOf(string sha256) => "way." + sha256;

    /// <summary>Form field of why it is taken as it is.</summary>
    public static string ReasonOf(string sha256) => "why." + sha256;

    /// <summary>
    /// An action that takes no evidence ignores the files: its form may have another button that does. What shows a decision that is
    /// written down for another (代录) belongs to any action.
    /// </summary>
    /// <param name="scan">The field of what shows such a decision.</param>
    public async Task<EvidenceRead> ReadAsync(
        IFormCollection form, StageAction action, string scan, CurrentUser user, CancellationToken cancellation)
    {
        var takes = action.Inputs.Any(i => i is Input.Evidence);
        // A file input that was left alone sends no name.
        var chosen = form.Files.Where(f => !string.IsNullOrEmpty(f.FileName) && (takes || f.Name == scan)).ToList();
        var before = await waiting.FindAsync([.. form[Kept].OfType<string>().Where(IsHash).Take(MostFiles + 1)], user, cancellation);
        if (chosen.Count + before.Length > MostFiles)
        {
            return new([.. await LookAsync(before, form, user, [], cancellation)], [Texts.Acting.TooManyFiles(MostFiles)]);
        }

        var (sound, problems) = await OpenAsync(chosen, cancellation);
        var files = await LookAsync([.. before, .. sound], form, user, problems, cancellation);
        return new([.. files], [.. problems]);
    }

    /// <summary>The form was refused: its files wait for the next time.</summary>
    public Task WaitAsync(EvidenceRead read, CurrentUser user, CancellationToken cancellation) =>
        waiting.KeepAsync([.. read.Files.Select(f => f.File)], user, cancellation);

    /// <summary>
    /// In the transaction of a permitted press, after its events: a refused one leaves nothing behind, and of a permitted one nothing
    /// waits any more. What was blacked out is nowhere but with whoever brought it.
    /// </summary>
    public async Task KeepAsync(
        NpgsqlConnection connection, CaseId id, EvidenceRead read, CurrentUser user, CancellationToken cancellation)
    {
        await BroughtFiles.ForgetAsync(connection, [.. read.Files.Select(f => f.File.Sha256)], user, cancellation);
        foreach (var file in read.Files)
        {
            var kept = await store.KeepAsync(connection, user.Unit.Id, file.Taken.Name, file.Taken.Content, user.Person.Id, cancellation);
            var ruled = file.Way == PersonalWay.AsItIs && !file.Numbers.IsEmpty;
            await BroughtFiles.CiteAsync(connection, user.Unit.Id, id, kept, ruled ? file.Reason : null, cancellation);
            if (ruled)
            {
                await BroughtFiles.RuleAsync(
                    connection, user.Unit.Id, kept.Sha256, new FileRuling(file.Numbers.Length, file.Reason), user.Person.Id, cancellation);
            }
        }
    }

    private static bool IsHash(string text) => text.Length == 64 && text.All(char.IsAsciiHexDigitLower);

    /// <summary>Those that have a size that is taken, and a sentence for each other.</summary>
    private static async Task<(List<Brought> Files, List<string> Problems)> OpenAsync(
        IEnumerable<IFormFile> chosen, CancellationToken cancellation)
    {
        var (files, problems) = (new List<Brought>(), new List<string>());
        foreach (var upload in chosen)
        {
            var problem = upload.Length switch
            {
                0 => Texts.Acting.FileEmpty(upload.FileName),
                > LargestFile => Texts.Acting.FileTooLarge(upload.FileName, LargestFile),
                _ => null,
            };
            if (problem is not null)
            {
                problems.Add(problem);
                continue;
            }

            using var memory = new MemoryStream((int)upload.Length);
            await upload.CopyToAsync(memory, cancellation);
            files.Add(new Brought(upload.FileName, memory.ToArray()));
        }

        return (files, problems);
    }

    /// <summary>What the door lets in, each content once; what it refuses is told.</summary>
    private async Task<List<EvidenceFile>> LookAsync(
        IReadOnlyCollection<Brought> files, IFormCollection form, CurrentUser user, List<string> problems, CancellationToken cancellation)
    {
        var looked = new List<EvidenceFile>();
        foreach (var file in files.DistinctBy(f => f.Sha256))
        {
            var (numbers, refused) = await door.LookAsync(file.Name, file.Content, user, cancellation);
            if (refused is not null)
            {
                problems.Add(refused);
                continue;
            }

            var way = Enum.TryParse<PersonalWay>(form[WayOf(file.Sha256)], out var said) && Enum.IsDefined(said) ? said : PersonalWay.Unsaid;
            var reason = FileRuling.Cut(form[ReasonOf(file.Sha256)].ToString());
            looked.Add(new EvidenceFile(
                file, numbers, numbers.IsEmpty ? null : Blackened(file), way, reason));
        }

        return looked;
    }

    private static Brought? Blackened(Brought file) =>
        FileScreen.Blacken(file.Content) is { } content ? new Brought(Texts.Files.BlackenedName(file.Name), content) : null;
}
