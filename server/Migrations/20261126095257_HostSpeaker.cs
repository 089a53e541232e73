using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace SovereignFleet.Server.Migrations
{
    /// <inheritdoc />
    public partial class HostSpeaker : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "speaker_boot_id",
                table: "hosts",
                type: "text",
                nullable: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "speaker_boot_id",
                table: "hosts");
        }
    }
}
