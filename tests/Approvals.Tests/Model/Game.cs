using System.Text;
using Approvals.Engine.Definitions;
using Approvals.Readers.Definitions;
using Approvals.Readers.Yaml;
using Approvals.Tests.Cases;

namespace Approvals.Tests.Model;

/// <summary>One drawn process, walked by the engine and the model with the same commands.</summary>
/// <param name="shrinks">Whether a story is told with no more than its disagreement needs.</param>
internal sealed class Game(int seed, Slices slices, bool shrinks = true)
{
    private readonly Process _process = new RandomProcess(new Random(seed), slices).Draw();

    /// <summary>Why the reader of definitions refuses the process; empty where it is sound.</summary>
    public IReadOnlyList<string> Faults { get; private set; } = [];

    public Process Process => _process;

    /// <summary>Null where it is refused.</summary>
    public WorkflowBook? Read()
    {
        try
        {
            // The engine does what the rules say in what the proof refuses, too: there is more of it in the drawn ones.
            return BookReader.ReadPublished(ProcessText.Of(_process).Append(Staff.RolesFile)
                .Select((text, no) => new DefinitionFile($"{no}.yaml", Encoding.UTF8.GetBytes(text))));
        }
        catch (FaultsException refused)
        {
            Faults = [.. refused.Faults.Select(f => f.ToString())];
            return null;
        }
    }

    /// <summary>Plays so many steps; a disagreement is shrunk and thrown as a story.</summary>
    public void Play(WorkflowBook book, int round, int steps, Tally tally)
    {
        var random = new Random((seed * 97) + round);
        var setting = new RandomProcess(random, slices).Cast();
        var urge = new Urge(random, _process, slices);
        var (model, engine) = (new NaiveModel(_process, setting), new EngineSide(book, setting));
        var done = new List<Attempt>();
        if (Differ(model, engine, null, out _) is { } atOnce)
        {
            throw new DisagreementException(Story(setting, done, atOnce));
        }

        tally.Games++;
        for (var step = 0; model.Cases.Count > 0 && step < steps && model.Cases.Any(c => !c.Ended); step++)
        {
            var attempt = urge.Next(model);
            done.Add(attempt);
            if (Differ(model, engine, attempt, out var permitted) is { } difference)
            {
                var shortest = shrinks ? Shrunk(book, setting, done) : done;
                throw new DisagreementException(Story(setting, shortest, Replayed(book, setting, shortest) ?? difference));
            }

            tally.Count(attempt.Kind, permitted);
            if (model.Cases.Count > 60)
            {
                return;
            }
        }
    }

    /// <summary>What differs after both did it; null where they agree.</summary>
    private string? Differ(NaiveModel model, EngineSide engine, Attempt? attempt, out bool expected)
    {
        expected = false;
        try
        {
            expected = attempt is null ? model.Open() : model.Do(attempt);
            var refusal = attempt is null ? engine.Open() : engine.Do(attempt);
            if (expected == refusal is not null)
            {
                return $"the model {(expected ? "permits" : "refuses")} it, the engine says {refusal?.ToString() ?? "permitted"}\n\n"
                    + (model.Cases.Count > 0 ? Seen.Text(Seen.Of(model, model.Cases[0])) : "");
            }

            if (model.Cases.Count == 0)
            {
                return null;
            }

            var (should, does) = (Seen.Text(Seen.Of(model, model.Cases[0])), engine.Show());
            return should == does ? null : $"they stand differently\nmodel:\n{should}\nengine:\n{does}";
        }
        catch (ShouldAssertException replay)
        {
            return replay.Message;
        }
        catch (Exception broken) when (broken is not Refused)
        {
            throw new InvalidOperationException($"seed {seed}: {attempt}: it breaks down", broken);
        }
    }

    private string? Replayed(WorkflowBook book, Setting setting, List<Attempt> attempts)
    {
        var (model, engine) = (new NaiveModel(_process, setting), new EngineSide(book, setting));
        return Differ(model, engine, null, out _)
            ?? attempts.Where(a => a.Kind >= Kind.Days || model.Cases.Any(c => c.Path == a.Case))
                .Select(a => Differ(model, engine, a, out _)).FirstOrDefault(d => d is not null);
    }

    /// <summary>Drops what is not needed for a disagreement, half by half and then one by one.</summary>
    private List<Attempt> Shrunk(WorkflowBook book, Setting setting, List<Attempt> attempts)
    {
        for (var size = attempts.Count / 2; size > 0; size = size > 1 ? size / 2 : 0)
        {
            for (var at = attempts.Count - size; at >= 0; at -= size)
            {
                var fewer = attempts.Take(at).Concat(attempts.Skip(at + size)).ToList();
                attempts = Replayed(book, setting, fewer) is not null ? fewer : attempts;
                at = Math.Min(at, attempts.Count);
            }
        }

        return attempts;
    }

    private string Story(Setting setting, List<Attempt> attempts, string end)
    {
        var text = new StringBuilder($"seed {seed}: engine and model disagree (APPROVALS_SEED={seed} reruns it)\n\n");
        text.AppendJoin("\n", ProcessText.Of(_process)).Append("\nparties: ")
            .AppendJoin("; ", setting.Parties.Select(p => $"{p.Key} {string.Join(' ', p.Value)}"))
            .Append($"; due {setting.DueOn:MM-dd}\n\n");
        var model = new NaiveModel(_process, setting);
        model.Open();
        foreach (var (no, attempt) in attempts.Where(a => a.Kind >= Kind.Days || model.Cases.Any(c => c.Path == a.Case)).Index())
        {
            var permitted = model.Do(attempt);
            text.Append($"{no + 1}. {attempt}: {(permitted ? "permitted" : "refused")}\n");
        }

        return text.Append('\n').Append(end).ToString();
    }
}

/// <summary>How often what was tried and how it went.</summary>
internal sealed class Tally
{
    private readonly Dictionary<(Kind Kind, bool Permitted), int> _counts = [];

    public int Games { get; set; }

    public int Steps => _counts.Values.Sum();

    public void Add(Tally other)
    {
        Games += other.Games;
        foreach (var (of, count) in other._counts)
        {
            _counts[of] = _counts.GetValueOrDefault(of) + count;
        }
    }

    public void Count(Kind kind, bool permitted) =>
        _counts[(kind, permitted)] = Of(kind, permitted) + 1;

    public int Of(Kind kind, bool permitted) => _counts.GetValueOrDefault((kind, permitted));

    public override string ToString() => string.Join('\n', Enum.GetValues<Kind>().Select(k =>
        $"{k,-10} {Of(k, true),7} permitted {Of(k, false),7} refused"));
}

internal sealed class DisagreementException(string story) : Exception(story);
