using System.Text;

namespace Approvals.IntegrationTests.Postgres;

/// <summary>A moment in what the program and PostgreSQL say to each other.</summary>
internal abstract class Trap
{
    private readonly TaskCompletionSource _reached = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private Trap()
    {
    }

    public Task Reached => _reached.Task;

    public void Spring() => _reached.TrySetResult();

    /// <summary>The program has said so much more, on whatever connection. Nothing is held.</summary>
    public sealed class AfterMessages(int count) : Trap
    {
        private int _left = count;

        public void Pass()
        {
            if (Interlocked.Decrement(ref _left) <= 0)
            {
                Spring();
            }
        }
    }

    /// <summary>A transaction that carried these words is complete but for its COMMIT, which the server never hears.</summary>
    public sealed class BeforeCommit(string words) : Trap
    {
        public byte[] Words { get; } = Encoding.UTF8.GetBytes(words);
    }

    /// <summary>Its COMMIT is done, and the program never hears of it.</summary>
    public sealed class AfterCommit(string words) : Trap
    {
        public byte[] Words { get; } = Encoding.UTF8.GetBytes(words);
    }

    /// <summary>A statement with this text is about to be sent, and the server never hears it.</summary>
    public sealed class BeforeStatement(string text) : Trap
    {
        public string Text => text;
    }
}
