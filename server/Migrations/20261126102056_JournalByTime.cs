using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace SovereignFleet.Server.Migrations
{
    /// <inheritdoc />
    public partial class JournalByTime : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_journal_host_id_id",
                table: "journal");

            migrationBuilder.CreateIndex(
                name: "ix_journal_at_id",
                table: "journal",
                columns: new[] { "at", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_journal_host_id_at_id",
                table: "journal",
                columns: new[] { "host_id", "at", "id" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_journal_at_id",
                table: "journal");

            migrationBuilder.DropIndex(
                name: "ix_journal_host_id_at_id",
                table: "journal");

            migrationBuilder.CreateIndex(
                name: "ix_journal_host_id_id",
                table: "journal",
                columns: new[] { "host_id", "id" });
        }
    }
}
