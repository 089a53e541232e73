namespace SovereignFleet.Server.Journal;

/// <summary>Vouches for the Journal's checkpoints with a key that is not in the database. Implemented further down (the CA).</summary>
internal interface IJournalSigner
{
    /// <summary>False until the key is open.</summary>
    bool CanSign { get; }

    byte[] Sign(byte[] data);

    bool Verify(byte[] data, byte[] signature);
}
