namespace Approvals.Tests.Model;

/// <summary>Process after process is drawn and played, by as many threads as there are processors, until so many steps are done.</summary>
internal sealed class ModelRun(int first, int steps, bool shrinks = true)
{
    private const int StepsOfAGame = 60;
    private const int GamesOfAProcess = 4;

    private readonly Lock _turn = new();
    private readonly List<string> _refused = [];
    private int _taken;

    public Tally Tally { get; } = new();

    public int Processes => _taken - _refused.Count;

    /// <summary>Drawn ones that the reader of definitions does not take, and why.</summary>
    public IReadOnlyList<string> Refused => _refused;

    public override string ToString() => $"seeds {first} to {first + _taken - 1}: {Processes} processes, {_refused.Count} drawn ones refused, "
        + $"{Tally.Games} games, {Tally.Steps} steps\n{Tally}\n{string.Join('\n', _refused.Take(40))}";

    /// <exception cref="DisagreementException">Engine and model disagree; which of several is chance, the story says its seed.</exception>
    public ModelRun Play()
    {
        try
        {
            Parallel.For(0, Environment.ProcessorCount, (_, others) =>
            {
                while (!others.IsExceptional && Take() is { } seed)
                {
                    Play(seed);
                }
            });
            return this;
        }
        catch (AggregateException several) when (several.InnerException is DisagreementException one)
        {
            throw one;
        }
    }

    private int? Take()
    {
        lock (_turn)
        {
            return Tally.Steps < steps ? first + _taken++ : null;
        }
    }

    private void Play(int seed)
    {
        var (game, tally) = (new Game(seed, Slices.All, shrinks), new Tally());
        var book = game.Read();
        for (var round = 0; book is not null && round < GamesOfAProcess; round++)
        {
            game.Play(book, round, StepsOfAGame, tally);
        }

        lock (_turn)
        {
            Tally.Add(tally);
            if (book is null)
            {
                _refused.Add($"{seed}: {string.Join("; ", game.Faults)}");
            }
        }
    }
}
