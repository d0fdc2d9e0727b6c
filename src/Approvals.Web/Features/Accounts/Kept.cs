namespace Approvals.Web.Features.Accounts;

/// <summary>What became of something that an administrator did with an account.</summary>
public abstract record Kept
{
    private Kept()
    {
    }

    /// <param name="Sentence">What stands now.</param>
    public sealed record Done(string Sentence) : Kept;

    /// <summary>A first password (初始密码) was made; it is kept as a hash, so it is shown now or never.</summary>
    public sealed record Password(int Account, string Login, string First) : Kept
    {
        /// <summary>Nobody enters with it before another administrator has confirmed it.</summary>
        public bool Waits { get; init; }
    }

    /// <param name="Sentence">Why not; nothing was changed.</param>
    public sealed record Refused(string Sentence) : Kept;
}
