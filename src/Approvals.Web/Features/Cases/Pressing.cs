using System.Collections.Immutable;
using Approvals.Engine;
using Approvals.Engine.Cases;
using Approvals.Web.Features.Access;
using Approvals.Web.Features.Identity;
using Approvals.Web.Jobs;
using Approvals.Web.Store.Cases;
using Npgsql;

namespace Approvals.Web.Features.Cases;

/// <summary>What every form on a case does, large or small: only who may see the case presses, and each answer becomes a sentence.</summary>
public sealed class Pressing(CaseStore cases, Editions editions, Waker waker)
{
    /// <summary>The case as it stands; null where there is none that the person may see.</summary>
    public Task<Looked?> LookAsync(CaseId id, CurrentUser user, CancellationToken cancellation) =>
        cases.LookAsync(user.Unit.Id, id, Gate.MaySee(id, user, editions.Current), cancellation);

    /// <summary>Whether the person may see another case that his form names.</summary>
    public async Task<bool> SeesAsync(CaseId id, CurrentUser user, CancellationToken cancellation) =>
        await LookAsync(id, user, cancellation) is not null;

    /// <summary>Whether the form was done before: it then gets its first answer.</summary>
    public Task<bool> IsDoneAsync(string key, CurrentUser user, CancellationToken cancellation) =>
        cases.IsUsedAsync(user.Unit.Id, key, cancellation);

    public Task<Pressed> SendAsync(Looked looked, CaseCommand press, string key, CurrentUser user, CancellationToken cancellation) =>
        SendAsync(looked, press, key, about: null, why => [Problem(why, looked)], user, cancellation);

    /// <param name="about">Runs in the same transaction once the press is permitted: what came with it. Null: nothing did.</param>
    /// <param name="problems">Where on the form a refusal belongs, and how it is said.</param>
    public async Task<Pressed> SendAsync(
        Looked looked, CaseCommand press, string key, Func<NpgsqlConnection, Task>? about,
        Func<Refusal, ImmutableArray<FieldProblem>> problems, CurrentUser user, CancellationToken cancellation)
    {
        try
        {
            var handled = await cases.HandleAsync(user.Unit.Id, looked.Case.Id, press, key, about, cancellation);
            switch (handled.Answer)
            {
                case Answer.Done done:
                    // What was done before may have been left half-way by a node that was killed.
                    if (handled.Wakes || done.Before)
                    {
                        await waker.SettleAsync(user.Unit.Id, looked.Root, cancellation);
                    }

                    return new Pressed.Done(done.Before);
                case Answer.Refused { Why: var why } when NotHis.IsSaidBy(why, press):
                    return new Pressed.Forbidden(problems(why)[0].Sentence);
                case Answer.Refused { Why: var why }:
                    return new Pressed.Refused(problems(why));
                case Answer.KeyReused:
                    return Refused(Texts.Acting.KeyReused);
                default:
                    return new Pressed.Unknown();
            }
        }
        catch (Exception known) when (known is NobodyToSignException or NoRegisterException)
        {
            // The whole transaction is undone; the sentence says what the office must mend first.
            return Refused(known.Message);
        }
    }

    public static Pressed.Refused Refused(string sentence) => new([new FieldProblem("", sentence)]);

    private static FieldProblem Problem(Refusal why, Looked looked) =>
        new("", WhyNot.Said(why, looked));
}
