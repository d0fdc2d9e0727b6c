using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using Approvals.Engine;
using Approvals.Engine.Cases;
using Approvals.Engine.Definitions;
using Approvals.Web.Features.Identity;
using Approvals.Web.Store;
using Approvals.Web.Store.Cases;

namespace Approvals.Web.Features.Affairs;

/// <summary>What became of asking for something.</summary>
internal abstract record AskAnswer
{
    private AskAnswer()
    {
    }

    public sealed record Opened(CaseId Affair) : AskAnswer;

    public sealed record Refused(string Sentence) : AskAnswer;
}

/// <summary>发起: begins what a definition says that somebody may ask for. What it is about is written in its first stage.</summary>
internal sealed class Asking(Database database, CaseStore cases, Editions editions, Jobs.Waker waker)
{
    /// <summary>A title is read in lists; what is longer belongs to the content.</summary>
    public const int LongestTitle = 80;

    /// <summary>What the person may begin today.</summary>
    public IEnumerable<(Workflow Workflow, Start Start)> DoorsOf(CurrentUser user) =>
        editions.Current.RequestedBy([.. user.Posts.Select(p => p.Role).Distinct()]);

    /// <summary>Others may begin it, he may not; nothing at all may he who has no door.</summary>
    public bool IsShutTo(string? kind, CurrentUser user) => !DoorsOf(user).Any()
        || (editions.Current.Workflows.TryGetValue(new WorkflowId(kind ?? ""), out var known) && known.IsRequested
            && DoorsOf(user).All(d => d.Workflow != known));

    public async Task<AskAnswer> AskAsync(string kind, string? title, string key, CurrentUser user, CancellationToken cancellation)
    {
        var name = title?.Trim() ?? "";
        var body = SHA256.HashData(Encoding.UTF8.GetBytes($"{kind}\n{name}"));
        var (first, known) = await OpenedBefore.FindAsync(database, user.Unit.Id, key, body, cancellation);
        if (known)
        {
            return first is { } before ? new AskAnswer.Opened(before) : new AskAnswer.Refused(Texts.Acting.KeyReused);
        }

        var door = DoorsOf(user).FirstOrDefault(d => d.Workflow.Id.Value == kind);
        return door == default ? new AskAnswer.Refused(kind.Length == 0 ? Texts.Affairs.KindMissing : Texts.Affairs.MayNot)
            : name.Length == 0 ? new AskAnswer.Refused(Texts.Affairs.NameMissing)
            : name.Length > LongestTitle ? new AskAnswer.Refused(Texts.Affairs.NameTooLong(LongestTitle))
            : Soundness.Judge(editions.Current, (door.Workflow, door.Start.At), user.Directory.Directory, user.Today).Faults is [var fault, ..]
                ? new AskAnswer.Refused(Texts.Checks.CannotStart(fault.Message))
            : await OpenAsync(door, name, (key, body), user, cancellation);
    }

    private async Task<AskAnswer> OpenAsync(
        (Workflow Workflow, Start Start) door, string title, (string Key, byte[] Body) form, CurrentUser user, CancellationToken cancellation)
    {
        var id = CaseId.Derive(user.Today, $"{user.Unit.Id.Value}/{form.Key}");
        var seed = new ChildSeed(
            "", title,
            ImmutableDictionary<Party, PartyMembers>.Empty
                .Add(Party.Drafter, PartyMembers.Of(user.Person.Id))
                .Add(Party.DraftingDepartment, PartyMembers.Of(BodyOf(door.Start, user))),
            [], null);
        var answer = await cases.OpenAsync(
            user.Unit.Id, id, (door.Workflow.Id, door.Start.At), seed, user.Person.Id, form.Key, form.Body,
            connection => OpenedBefore.RememberAsync(connection, user.Unit.Id, form.Key, id, cancellation), cancellation);
        switch (answer)
        {
            case Answer.Done:
                await waker.SettleAsync(user.Unit.Id, cancellation);
                return new AskAnswer.Opened(id);
            case Answer.Refused refused:
                return new AskAnswer.Refused(Texts.For(refused.Why, door.Workflow, user.Directory.Directory));
            default:
                return new AskAnswer.Refused(Texts.Acting.KeyReused);
        }
    }

    /// <summary>For which of his departments: the first, in the official order, in which he holds a post that may ask.</summary>
    private static BodyId BodyOf(Start start, CurrentUser user) => user.Posts
        .Where(p => start.By.IsEmpty || start.By.Contains(p.Role)).Select(p => p.Body)
        .OrderBy(id => user.Directory.Directory.Bodies.TryGetValue(id, out var body) ? body.Order : int.MaxValue)
        .First(); // a door is only his who holds such a post
}
